package io.coldtrail.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The account at work: who and what is there, under which names and addresses, and when. Everything is drawn from the
 * seed; the logs are derived from it, so that they agree with each other.
 */
final class World {
    static final String HOME = "us-west-2";
    /** IAM, sign-in and other global services are recorded there. */
    static final String GLOBAL = "us-east-1";

    static final String STORY = "threat-detection-wksp";
    static final String TRAIL = STORY + "-trail";
    /** The machine that falls. */
    static final String WEB = "web";
    /** The attacker's: an instance of the account that stands for a machine on the internet. */
    static final String MALICIOUS_HOST = "malicious host";

    private static final int PEOPLE_A_SCALE = 7;
    /** How many share an office's address. */
    private static final int OFFICE_SEATS = 140;

    final long seed;
    final int scale;
    final Days days;
    final String account;
    final String company;
    final String canonicalId;
    final String dataBucket;
    final String listBucket;
    final String logsBucket;
    final String dataKey;
    final Network network;
    final Addresses addresses;
    final Incident incident;
    final Firewall firewall;
    final Machine web;
    final Machine maliciousHost;
    /** Of the NAT gateway; no instance has it. */
    final NetworkInterface nat;
    /** Of the workers' database; no instance has it. */
    final NetworkInterface database;

    final Role workerRole;
    final Role deployRole;
    final String codeProvider;
    final List<Person> people;
    final Person responder;

    World(long seed, int days, int scale) {
        this.seed = seed;
        this.scale = scale;
        this.days = Days.of(seed, days);
        Dice dice = Dice.of(seed, "world");
        account = (1 + dice.below(9)) + dice.digits(11);
        company = Names.company(dice);
        canonicalId = dice.hex(64);
        dataBucket = bucket("data");
        listBucket = bucket("gd-threatlist");
        logsBucket = bucket("logs");
        dataKey = "arn:aws:kms:" + HOME + ":" + account + ":key/" + dice.guid();
        network = Network.of(dice);
        addresses = Addresses.of(seed);
        incident = Incident.of(Dice.of(seed, "incident"), this.days);
        firewall = new Firewall(this);
        Role webRole = Role.of(this, "/", STORY + "-compromised-ec2");
        web = Machine.of(
                this,
                WEB,
                webRole,
                addresses.web(),
                network.webSubnet(),
                HOME + "a",
                List.of(this.days.start().plusSeconds(dice.between(540, 840)), incident.started()));
        maliciousHost = Machine.of(
                this,
                MALICIOUS_HOST,
                null,
                addresses.attacker(),
                network.hostSubnet(),
                HOME + "a",
                List.of(this.days.start().minusSeconds(dice.between(86_400, 4 * 86_400))));
        nat = new NetworkInterface(
                network.natInterface(),
                null,
                network.webSubnet(),
                HOME + "a",
                Network.NAT_PRIVATE_IP,
                trailStart().plusSeconds(60),
                null);
        database = new NetworkInterface(
                network.databaseInterface(), null, network.workSubnet(), HOME + "b", "10.0.32.17", Instant.MIN, null);
        workerRole = Role.of(this, "/", company + "-worker");
        deployRole = Role.of(this, "/", company + "-deploy");
        codeProvider = "arn:aws:iam::" + account + ":oidc-provider/token.actions.githubusercontent.com";
        people = people();
        responder = people.get(0);
    }

    private String bucket(String purpose) {
        return STORY + "-" + account + "-" + HOME + "-" + purpose;
    }

    /** Key of GuardDuty's list of bad addresses, in its bucket. */
    String threatList() {
        return "gd-threat-list-example-" + Dice.of(seed, "threat list").guid() + ".txt";
    }

    /** Where the trail begins to write; the account is older. */
    Instant trailStart() {
        return days.start().plusSeconds(131);
    }

    /** Whether the web server does its work: not while it is off, nor while it boots. */
    boolean webUp(Instant time) {
        return time.isAfter(web.boots().get(0).plusSeconds(120)) && !incident.webDown(time);
    }

    /** Whether packets for that interface find its machine off, so that no log has them. */
    boolean off(NetworkInterface nic, Instant time) {
        return nic.id().equals(web.networkInterface())
                && (time.isBefore(web.boots().get(0))
                        || !time.isBefore(incident.stopped()) && time.isBefore(incident.started()));
    }

    /** The worker with that number; they were there before the archive begins. */
    Machine worker(int number) {
        Dice dice = Dice.of(seed, "worker", number);
        Instant boot = days.start().minusSeconds(dice.between(86_400, 40 * 86_400));
        return Machine.of(
                this, "worker " + number, workerRole, addresses.nat(), network.workSubnet(), HOME + "b", List.of(boot));
    }

    private List<Person> people() {
        List<Person> all = new ArrayList<>();
        Role power = permissionSet("PowerUserAccess");
        Role read = permissionSet("ReadOnlyAccess");
        for (int i = 0; i < PEOPLE_A_SCALE * scale; i++) {
            Dice dice = Dice.of(seed, "person", i);
            String name = Names.person(seed, i);
            boolean singleSignOn = i % PEOPLE_A_SCALE < 4;
            all.add(new Person(
                    name,
                    name + "@" + company + ".example",
                    singleSignOn ? null : dice.id("AIDA"),
                    singleSignOn ? null : dice.id("AKIA"),
                    singleSignOn ? (i % PEOPLE_A_SCALE == 3 ? read : power) : null,
                    addresses.office(i / OFFICE_SEATS),
                    i % PEOPLE_A_SCALE == 1 ? addresses.home(i) : null,
                    Agents.laptopCli(dice),
                    Agents.browser(dice)));
        }
        return List.copyOf(all);
    }

    /** A role that Identity Center made for a permission set. */
    Role permissionSet(String name) {
        String suffix = Dice.of(seed, "permission set " + name).hex(16);
        return Role.of(this, "/aws-reserved/sso.amazonaws.com/" + HOME + "/", "AWSReservedSSO_" + name + "_" + suffix);
    }
}
