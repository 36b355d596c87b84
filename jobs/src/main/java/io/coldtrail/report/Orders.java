package io.coldtrail.report;

import java.util.Map;

/** A control as an order: "Deny `203.0.113.66` in the network ACL." One that has no order here is named in plain words. */
final class Orders {
    private static final Map<String, String> ORDERS = Map.ofEntries(
            Map.entry("key_disabled", "Disable the key {target}."),
            Map.entry("sessions_revoked", "Revoke the sessions of {target}."),
            Map.entry("address_denied", "Deny {about} in the {target}."),
            Map.entry("egress_denied", "Deny the way out to {about} in the {target}."),
            Map.entry("instance_stopped", "Stop {target}; image its disk first."),
            Map.entry("keys_renewed", "Renew the keys of {target}: stop and start it."),
            Map.entry("instance_isolated", "Isolate {target}."),
            Map.entry("instance_rebuilt", "Rebuild {target} from a clean image."),
            Map.entry("attacker_instance_stopped", "Stop {target}, which attacks."),
            Map.entry("ingress_removed", "Remove the rule that lets SSH in from the {target}."),
            Map.entry("grant_removed", "Remove the public grant from {target}."),
            Map.entry("public_access_block_on", "Turn on Block Public Access for {target}."),
            Map.entry("encryption_restored", "Set default encryption of {target} again."),
            Map.entry("objects_reencrypted", "Re-encrypt the objects in {target}."),
            Map.entry("planted_objects_removed", "Take away what the attacker put into {target}."),
            Map.entry("leaked_secret_rotated", "Rotate the secrets in {target}."),
            Map.entry("password_login_off", "Switch off password login over SSH on {target}."),
            Map.entry("user_password_changed", "Change the password of {target}."),
            Map.entry("role_policy_narrowed", "Narrow the policy of {target} to what it needs."));

    private Orders() {}

    static String of(Control control) {
        String order = ORDERS.getOrDefault(
                control.control(),
                Words.title(Words.plain(control.control())) + (control.target().isEmpty() ? "." : ": {target}."));
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (int at = order.indexOf('{'); at >= 0; at = order.indexOf('{', done)) {
            int end = order.indexOf('}', at);
            String name = order.substring(at + 1, end);
            out.append(order, done, at).append(shown(name.equals("about") ? control.about() : control.target()));
            done = end + 1;
        }
        return out.append(order.substring(done)).toString();
    }

    /** An identifier is set as one, without the arn around it; words are not. */
    private static String shown(String text) {
        String name = Names.resource(text);
        return name.isEmpty() || name.contains(" ") ? name : "`" + name.replace('`', '\'') + "`";
    }
}
