package io.coldtrail.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Networks, asked by address: sorted by their lowest address, each knowing the smallest network around it. A look-up
 * is a binary search and a walk outwards; networks nest, so the first that holds the address is the longest prefix.
 */
public final class PrefixSet {
    private final Cidr[] networks;
    private final int[] around;
    private final int[] places;

    private PrefixSet(Cidr[] networks, int[] around, int[] places) {
        this.networks = networks;
        this.around = around;
        this.places = places;
    }

    /** Of networks in any order; one that is named twice keeps its first place. */
    public static PrefixSet of(List<Cidr> prefixes) {
        List<Integer> order = new ArrayList<>(prefixes.size());
        for (int i = 0; i < prefixes.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> prefixes.get(i).network())
                .thenComparing(i -> prefixes.get(i).bits())
                .thenComparing(i -> i));
        Cidr[] networks = new Cidr[order.size()];
        int[] around = new int[order.size()];
        int[] places = new int[order.size()];
        int n = 0;
        for (int place : order) {
            Cidr network = prefixes.get(place);
            if (n > 0 && networks[n - 1].equals(network)) {
                continue;
            }
            int outer = n - 1;
            while (outer >= 0
                    && !networks[outer].network().equals(network.network().masked(networks[outer].bits()))) {
                outer = around[outer];
            }
            networks[n] = network;
            around[n] = outer;
            places[n++] = place;
        }
        return new PrefixSet(Arrays.copyOf(networks, n), around, places);
    }

    public boolean contains(IpAddress address) {
        return longest(address) >= 0;
    }

    /** Place, in the list this was made of, of the smallest network that holds the address; -1 where none does. */
    public int longest(IpAddress address) {
        int below = -1;
        int from = 0;
        int to = networks.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (networks[middle].network().compareTo(address) <= 0) {
                below = middle;
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        while (below >= 0 && !networks[below].contains(address)) {
            below = around[below];
        }
        return below < 0 ? -1 : places[below];
    }
}
