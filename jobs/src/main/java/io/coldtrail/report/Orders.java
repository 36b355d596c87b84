package io.coldtrail.report;

import java.util.Map;

/** A control as an order: "Deny the address `203.0.113.66`." One that has no order here is named in plain words. */
final class Orders {
    private static final Map<String, String> ORDERS = Map.ofEntries(
            Map.entry("address_denied", "Deny the address %s."),
            Map.entry("sessions_revoked", "Revoke the sessions of %s."),
            Map.entry("key_disabled", "Disable the key %s."),
            Map.entry("instance_stopped", "Isolate %s, image its disk, rebuild it."),
            Map.entry("ingress_removed", "Close SSH to the world in %s."),
            Map.entry("grant_removed", "Remove the public grant from %s."),
            Map.entry("encryption_restored", "Set default encryption of %s again."),
            Map.entry("password_login_off", "Switch off password login over SSH on %s."),
            Map.entry("password_changed", "Change the password of %s."),
            Map.entry("objects_reencrypted", "Re-encrypt %s."),
            Map.entry("leaked_secret_rotated", "Rotate the secrets in %s."));

    private Orders() {}

    static String of(Control control) {
        String target = control.target().isEmpty() ? "" : "`" + control.target().replace('`', '\'') + "`";
        String order = ORDERS.get(control.control());
        return order == null || target.isEmpty()
                ? Words.title(Words.plain(control.control())) + (target.isEmpty() ? "." : ": " + target + ".")
                : order.replace("%s", target);
    }
}
