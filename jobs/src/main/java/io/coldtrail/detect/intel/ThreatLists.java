package io.coldtrail.detect.intel;

import io.coldtrail.detect.sigma.ValueList;
import io.coldtrail.net.Cidr;
import io.coldtrail.net.IpAddress;
import io.coldtrail.net.PrefixSet;
import java.util.ArrayList;
import java.util.List;

/** All threat lists of a case, asked as one: the smallest network that holds the address answers. */
public final class ThreatLists implements ValueList {
    private final List<String> names = new ArrayList<>();
    private final List<Cidr> entries = new ArrayList<>();
    private final PrefixSet prefixes;

    public ThreatLists(List<ThreatList> lists) {
        for (ThreatList list : lists) {
            for (Cidr entry : list.entries()) {
                names.add(list.name());
                entries.add(entry);
            }
        }
        this.prefixes = PrefixSet.of(entries);
    }

    /** Name of the list and its entry: {@code bad-hosts.txt: 198.51.100.0/24}; null for what is no address. */
    @Override
    public String entry(String value) {
        IpAddress address = IpAddress.parse(value);
        int place = address == null ? -1 : prefixes.longest(address);
        return place < 0 ? null : names.get(place) + ": " + entries.get(place);
    }
}
