package io.sluice.router;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts as Lua's {@code table.sort} does, which is not stable: it alone tells in which order Kong's flavor {@code traditional} tries
 * what its rules leave equal, such as several regular expressions of one route. Quicksort with the median of three, as Lua's manual
 * and library describe it.
 *
 * @param <T> what is sorted
 */
final class LuaSort<T> {

    private final List<T> list;
    private final Comparator<T> order;

    private LuaSort(List<T> list, Comparator<T> order) {
        this.list = list;
        this.order = order;
    }

    /** In place. */
    static <T> void sort(List<T> list, Comparator<T> order) {
        new LuaSort<>(list, order).sort(0, list.size() - 1);
    }

    /** Both bounds belong to the part. The smaller half is done by recursion, so the stack stays low. */
    private void sort(int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            swapIfLess(high, low);
            if (high - low == 1) {
                return;
            }
            int middle = (low + high) >>> 1;
            if (!swapIfLess(middle, low)) {
                swapIfLess(high, middle);
            }
            if (high - low == 2) {
                return;
            }
            int pivot = partition(low, high, middle);
            if (pivot - low < high - pivot) {
                sort(low, pivot - 1);
                low = pivot + 1;
            } else {
                sort(pivot + 1, high);
                high = pivot - 1;
            }
        }
    }

    private int partition(int low, int high, int middle) {
        T pivot = list.get(middle);
        Collections.swap(list, middle, high - 1);
        int i = low;
        int j = high - 1;
        while (true) {
            do {
                i++;
            } while (order.compare(list.get(i), pivot) < 0);
            do {
                j--;
            } while (order.compare(pivot, list.get(j)) < 0);
            if (j < i) {
                Collections.swap(list, high - 1, i);
                return i;
            }
            Collections.swap(list, i, j);
        }
    }

    private boolean swapIfLess(int one, int other) {
        if (order.compare(list.get(one), list.get(other)) < 0) {
            Collections.swap(list, one, other);
            return true;
        }
        return false;
    }
}
