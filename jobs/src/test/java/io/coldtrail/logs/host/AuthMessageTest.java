package io.coldtrail.logs.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthMessageTest {
    /** text => action method user valid address port fingerprint; [] is an empty user, - is not said. */
    private static final String TEXTS =
            """
            Accepted password for ec2-user from 203.0.113.7 port 51000 ssh2 => accepted password ec2-user true 203.0.113.7 51000 -
            Accepted publickey for ec2-user from 2001:DB8:0:0::7 port 51000 ssh2: RSA SHA256:AbC/d+e => accepted publickey ec2-user true 2001:db8::7 51000 SHA256:AbC/d+e
            Accepted keyboard-interactive/pam for bob from ::ffff:203.0.113.7 port 1 ssh2 => accepted keyboard-interactive/pam bob true 203.0.113.7 1 -
            Failed password for invalid user admin from 203.0.113.7 port 4242 ssh2 => failed password admin false 203.0.113.7 4242 -
            Failed password for invalid user  from 203.0.113.7 port 4242 ssh2 => failed password [] false 203.0.113.7 4242 -
            Failed password for root from 203.0.113.7 port 4242 ssh2 [preauth] => failed password root true 203.0.113.7 4242 -
            Failed none for invalid user oracle from 203.0.113.7 port 4242 ssh2 => failed none oracle false 203.0.113.7 4242 -
            Failed password for bob from host.example.com port 4242 ssh2 => failed password bob true - 4242 -
            Partial publickey for bob from 203.0.113.7 port 1 ssh2: ED25519 SHA256:x => partial publickey bob true 203.0.113.7 1 SHA256:x
            Postponed publickey for bob from 203.0.113.7 port 1 ssh2 [preauth] => postponed publickey bob true 203.0.113.7 1 -
            Accepted publickey for bob from 203.0.113.7 port 1 ssh2: ED25519-CERT SHA256:x ID bob@x (serial 7) CA RSA SHA256:y => accepted publickey bob true 203.0.113.7 1 SHA256:x
            Failed password for invalid user root from 198.51.100.1 port 22 ssh2 from 203.0.113.7 port 4242 ssh2 => failed password root from 198.51.100.1 port 22 ssh2 false 203.0.113.7 4242 -
            Failed password for invalid user invalid user root from 203.0.113.7 port 4242 ssh2 => failed password invalid user root false 203.0.113.7 4242 -
            Failed publickey for root from 203.0.113.7 port 1 ssh2: RSA-CERT SHA256:x ID a from 198.51.100.1 port 22 ssh2: RSA SHA256:z ID b (serial 0) CA RSA SHA256:y => failed publickey - - - - -
            Failed publickey for root from 203.0.113.7 port 1 ssh2: RSA-CERT SHA256:x ID a from 198.51.100.1 port 22 ssh2 (serial 0) CA RSA SHA256:y => failed publickey root true 203.0.113.7 1 SHA256:x
            Invalid user admin from 203.0.113.7 port 4242 => invalid_user - admin false 203.0.113.7 4242 -
            Invalid user admin from 203.0.113.7 => invalid_user - admin false 203.0.113.7 - -
            Invalid user  from 203.0.113.7 port 4242 => invalid_user - [] false 203.0.113.7 4242 -
            Invalid user x from 198.51.100.1 port 22 from 203.0.113.7 port 4242 => invalid_user - x from 198.51.100.1 port 22 false 203.0.113.7 4242 -
            Invalid user a b \\303\\251 from 203.0.113.7 port 4242 => invalid_user - a b \\303\\251 false 203.0.113.7 4242 -
            error: maximum authentication attempts exceeded for invalid user a from 203.0.113.7 port 4242 ssh2 [preauth] => max_attempts - a false 203.0.113.7 4242 -
            maximum authentication attempts exceeded for root from 203.0.113.7 port 4242 ssh2 => max_attempts - root true 203.0.113.7 4242 -
            Disconnecting authenticating user root 203.0.113.7 port 4242: Too many authentication failures [preauth] => disconnected - root true 203.0.113.7 4242 -
            Disconnecting authenticatinguser root 203.0.113.7 port 4242: Too many authentication failures => disconnected - root true 203.0.113.7 4242 -
            Disconnecting invalid user a 198.51.100.1 port 1: b 203.0.113.7 port 4242: Too many authentication failures => disconnected - a 198.51.100.1 port 1: b false 203.0.113.7 4242 -
            Disconnecting invalid user a 198.51.100.1 port 1: b 203.0.113.7 port 4242: Change of username or service not allowed: (a,ssh-connection) -> (b,ssh-connection) => disconnected - - - - - -
            Disconnecting invalid user a 203.0.113.7 port 4242: Change of username or service not allowed: (a,ssh-connection) -> (b,ssh-connection) => disconnected - a false 203.0.113.7 4242 -
            Disconnecting: Too many authentication failures for root [preauth] => disconnected - - - - - -
            Connection closed by 203.0.113.7 port 4242 [preauth] => closed - - - 203.0.113.7 4242 -
            Connection closed by 203.0.113.7 [preauth] => closed - - - 203.0.113.7 - -
            Connection closed by authenticating user root 203.0.113.7 port 4242 [preauth] => closed - root true 203.0.113.7 4242 -
            Connection reset by invalid user 198.51.100.1 port 9 203.0.113.7 port 4242 [preauth] => closed - 198.51.100.1 port 9 false 203.0.113.7 4242 -
            Connection closed by UNKNOWN port 65535 [preauth] => closed - - - - 65535 -
            Connection from authenticating user bob 203.0.113.7 port 4242 timed out => timeout - bob true 203.0.113.7 4242 -
            Connection from 203.0.113.7 port 4242 on 10.0.0.15 port 22 => other - - - 203.0.113.7 4242 -
            Disconnected from user ec2-user 203.0.113.7 port 4242 => disconnected - ec2-user true 203.0.113.7 4242 -
            Disconnected from 203.0.113.7 port 4242 [preauth] => disconnected - - - 203.0.113.7 4242 -
            Received disconnect from 203.0.113.7 port 4242:11: from 198.51.100.1 port 1:11: [preauth] => disconnected - - - 203.0.113.7 4242 -
            error: Received disconnect from 203.0.113.7: 3: com.jcraft.jsch.JSchException: Auth fail [preauth] => disconnected - - - 203.0.113.7 - -
            Unable to negotiate with 203.0.113.7 port 4242: no matching host key type found. Their offer: 198.51.100.1 port 1 [preauth] => no_match - - - 203.0.113.7 4242 -
            User backup from 203.0.113.7 not allowed because not listed in AllowUsers => not_allowed - backup true 203.0.113.7 - -
            fatal: Timeout before authentication for 203.0.113.7 port 4242 => timeout - - - 203.0.113.7 4242 -
            Timeout before authentication for connection from 203.0.113.7 to 10.0.0.15, pid = 71 => timeout - - - 203.0.113.7 - -
            drop connection #11 from [203.0.113.7]:4242 on [10.0.0.15]:22 past MaxStartups => dropped - - - 203.0.113.7 4242 -
            drop connection #0 from [2001:db8::7]:4242 on [2001:db8::1]:22 penalty: failed authentication => dropped - - - 2001:db8::7 4242 -
            srclimit_penalise: ipv4: activating 203.0.113.7/32 penalty of 10 seconds for penalty: failed authentication => penalty - - - 203.0.113.7 - -
            srclimit_penalise: ipv6: activating 2001:db8::/64 penalty of 10 seconds for penalty: failed authentication => penalty - - - - - -
            pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=root => pam_failure - root - 203.0.113.7 - -
            pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7\s => pam_failure - - - 203.0.113.7 - -
            PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=a rhost=198.51.100.1 => pam_failure - a rhost=198.51.100.1 - 203.0.113.7 - -
            error: PAM: Authentication failure for illegal user x from 203.0.113.7 => pam_failure - x false 203.0.113.7 - -
            pam_unix(sshd:auth): check pass; user unknown => other - - false - - -
            pam_unix(sshd:session): session opened for user ec2-user(uid=1000) by (uid=0) => session_opened - ec2-user true - - -
            pam_unix(sshd:session): session opened for user ec2-user by (uid=0) => session_opened - ec2-user true - - -
            pam_unix(sshd:session): session closed for user ec2-user => session_closed - ec2-user true - - -
            pam_faillock(sshd:auth): Consecutive login failures for user bob account temporarily locked => locked - bob - - - -
            Accepted key ED25519 SHA256:x found at /home/bob/.ssh/authorized_keys:1 => other - - - - - -
            Accepted certificate ID "x for root from 198.51.100.1 port 1 ssh2" (serial 0) signed by RSA CA => other - - - - - -
            Bad protocol version identification 'from 198.51.100.1 port 1' => other - - - - - -
            Bad protocol version identification '' from 198.51.100.1 port 1' from 203.0.113.7 port 4242 => other - - - 203.0.113.7 4242 -
            Did not receive identification string from 203.0.113.7 port 4242 => other - - - 203.0.113.7 4242 -
            Did not receive identification string from 203.0.113.7 => other - - - 203.0.113.7 - -
            error: banner exchange: Connection from 203.0.113.7 port 4242: invalid format => other - - - 203.0.113.7 4242 -
            ssh_dispatch_run_fatal: Connection from 203.0.113.7 port 4242: message authentication code incorrect [preauth] => other - - - 203.0.113.7 4242 -
            input_userauth_request: invalid user a 198.51.100.1 port 1 [preauth] => other - a 198.51.100.1 port 1 false - - -
            Server listening on 0.0.0.0 port 22. => other - - - - - -
            PAM service(sshd) ignoring max retries; 6 > 3 => other - - - - - -
            Failed => other - - - - - -
            """;

    static Stream<String> texts() {
        return TEXTS.lines();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void tells(String line) {
        String[] part = line.split(" => ");
        assertEquals(part[1], told(AuthMessage.of(part[0])));
    }

    private static String told(AuthMessage read) {
        return Stream.of(
                        read.action().word(),
                        read.method(),
                        read.user() != null && read.user().isEmpty() ? "[]" : read.user(),
                        read.userValid(),
                        read.sourceIp(),
                        read.sourcePort(),
                        read.fingerprint())
                .map(value -> value == null ? "-" : value.toString())
                .collect(Collectors.joining(" "));
    }

    /** Whatever name a client sends, the address told is its own, or none. */
    @Test
    void noNameForgesAnAddress() {
        Random random = new Random(4);
        String[] scraps = {
            "root",
            " from ",
            "198.51.100.1",
            " port ",
            "22",
            " ssh2",
            ": ",
            "SHA256:x",
            " ID ",
            "[preauth]",
            " ",
            "invalid user ",
            " for ",
            "Too many authentication failures",
            " not allowed because ",
            " rhost=",
            " from 198.51.100.1 port 22 ssh2: RSA SHA256:x",
            "198.51.100.1 port 22: "
        };
        List<String> texts = List.of(
                "Failed password for invalid user %s from 203.0.113.7 port 4242 ssh2",
                "Failed publickey for invalid user %s from 203.0.113.7 port 4242 ssh2: RSA SHA256:y",
                "Failed publickey for root from 203.0.113.7 port 4242 ssh2: RSA-CERT SHA256:y ID %s (serial 0) CA RSA SHA256:z",
                "Invalid user %s from 203.0.113.7 port 4242",
                "Invalid user %s from 203.0.113.7",
                "maximum authentication attempts exceeded for invalid user %s from 203.0.113.7 port 4242 ssh2 [preauth]",
                "Disconnecting invalid user %s 203.0.113.7 port 4242: Too many authentication failures [preauth]",
                "Disconnecting invalid user %s 203.0.113.7 port 4242: Change of username or service not allowed: (%1$s,ssh-connection) -> (a,ssh-connection)",
                "Disconnecting invalid user a 203.0.113.7 port 4242: Change of username or service not allowed: (a,ssh-connection) -> (%s,ssh-connection) [preauth]",
                "Connection closed by invalid user %s 203.0.113.7 port 4242 [preauth]",
                "Received disconnect from 203.0.113.7 port 4242:11: %s [preauth]",
                "Unable to negotiate with 203.0.113.7 port 4242: no matching cipher found. Their offer: %s [preauth]",
                "Bad protocol version identification '%s' from 203.0.113.7 port 4242",
                "input_userauth_request: invalid user %s [preauth]",
                "kex_exchange_identification: client sent invalid protocol identifier \"%s\"",
                "userauth_pubkey: unsupported public key algorithm: %s [preauth]",
                "error: PAM: Authentication failure for illegal user %s from 203.0.113.7",
                "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=%s");
        int told = 0;
        int doubtful = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                name.append(scraps[random.nextInt(scraps.length)]);
            }
            String text = String.format(texts.get(i % texts.size()), name);
            AuthMessage read = AuthMessage.of(text);
            assertNotEquals("198.51.100.1", read.sourceIp(), text);
            assertNotEquals(AuthAction.ACCEPTED, read.action(), text);
            if (text.startsWith("Failed password") || text.startsWith("Invalid user")) {
                assertEquals(name.toString(), read.user(), text);
            }
            if (read.sourceIp() == null) {
                doubtful++;
            } else {
                told++;
            }
        }
        assertEquals(true, told > 3 * doubtful, told + " told, " + doubtful + " not");
    }

    @Test
    void randomText() {
        Random random = new Random(5);
        List<String> texts = texts().map(line -> line.split(" => ")[0]).toList();
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
            text.setLength(random.nextInt(text.length() + 1));
            for (int n = random.nextInt(3); n > 0 && text.length() > 0; n--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
            }
            assertNotNull(AuthMessage.of(text.toString()));
            SyslogLine.of(text.toString());
        }
    }
}
