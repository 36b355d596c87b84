package io.coldtrail.archive;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a user says that objects hold, by where they lie; of two that apply the nearer counts. */
final class ForcedKinds {
    private final Map<String, ObjectKind> byPlace = new LinkedHashMap<>();

    /**
     * @param byUri kinds by the address below which all objects are of that kind
     */
    ForcedKinds(Map<String, ObjectKind> byUri) {
        byUri.forEach((uri, kind) -> byPlace.put(ArchiveUri.place(uri), kind));
    }

    /** The object as the user says, or as it is where they say nothing of it. */
    ObjectRef apply(ObjectRef ref) {
        String nearest = null;
        for (String place : byPlace.keySet()) {
            boolean below = ref.location().equals(place) || ref.location().startsWith(place + "/");
            if (below && (nearest == null || place.length() > nearest.length())) {
                nearest = place;
            }
        }
        return nearest == null ? ref : ref.as(byPlace.get(nearest));
    }
}
