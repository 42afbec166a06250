package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.InetAddress;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing, tests included, asks for the locale, the zone or the host's name of whoever runs it. Of the program, the compiler checks more (pom.xml). */
class LocaleRulesTest {

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().importPackages("io.sluice");
    }

    @Test
    void lettersChangeCaseInNoLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .because("an I in Turkish is another letter: name Locale.ROOT")
                .check(classes);
    }

    @Test
    void numbersAndDatesAreWrittenInALocaleThatIsNamed() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.text.SimpleDateFormat")
                .because("digits, names and points differ from locale to locale")
                .check(classes);
    }

    @Test
    void timesAreThoseOfAZoneThatIsNamed() {
        noClasses()
                .should()
                .callMethod(ZoneId.class, "systemDefault")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .because("a day is another one elsewhere, and some have 23 or 25 hours")
                .check(classes);
    }

    @Test
    void onlyTheStartAsksForTheNameOfTheHost() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.sluice\\.cli\\.HostName")
                .should()
                .callMethod(InetAddress.class, "getLocalHost")
                .because("it may not resolve")
                .check(classes);
    }
}
