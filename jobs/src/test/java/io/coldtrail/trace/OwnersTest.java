package io.coldtrail.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coldtrail.SparkTest;
import io.coldtrail.lake.Case;
import io.coldtrail.trace.owners.ConfigOwners;
import io.coldtrail.trace.owners.FlowOwners;
import io.coldtrail.trace.owners.Ownership;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who held which address when, by AWS Config and by flow logs. */
class OwnersTest extends SparkTest {
    private static final String EIP = "203.0.113.26";

    @TempDir
    private Path folder;

    private Case store;
    private final LogRows rows = new LogRows();

    @BeforeEach
    void open() {
        store = new Case(session(), folder.toString());
    }

    @Test
    void anItemHoldsUntilTheNextOfItsResource() {
        item(
                "2022-11-09T00:10:00Z",
                "AWS::EC2::Instance",
                "i-mal",
                null,
                """
                {"launchTime":"2022-10-01T22:56:35.0000+0000","vpcId":"vpc-1","state":{"name":"running"},
                 "privateIpAddress":"10.0.1.20","publicIpAddress":"%s","networkInterfaces":[
                  {"networkInterfaceId":"eni-mal","privateIpAddresses":[
                    {"privateIpAddress":"10.0.1.20","association":{"publicIp":"%s"}},{"privateIpAddress":"10.0.1.21"}]}]}
                """
                        .formatted(EIP, EIP));
        // nothing about addresses changed: no new time
        item(
                "2022-11-09T06:10:00Z",
                "AWS::EC2::Instance",
                "i-mal",
                null,
                """
                {"launchTime":"2022-10-01T22:56:35.000Z","vpcId":"vpc-1","state":{"name":"running"},"keyName":"other",
                 "privateIpAddress":"10.0.1.20","publicIpAddress":"%s","networkInterfaces":[
                  {"networkInterfaceId":"eni-mal","privateIpAddresses":[
                    {"privateIpAddress":"10.0.1.20","association":{"publicIp":"%s"}},{"privateIpAddress":"10.0.1.21"}]}]}
                """
                        .formatted(EIP, EIP));
        item(
                "2022-11-10T12:00:00Z",
                "AWS::EC2::Instance",
                "i-mal",
                null,
                """
                {"launchTime":"2022-10-01T22:56:35.000Z","vpcId":"vpc-1","state":{"name":"running"},
                 "privateIpAddress":"10.0.1.20"}
                """);
        item(
                "2022-11-10T12:30:00Z",
                "AWS::EC2::EIP",
                "eipalloc-1",
                null,
                "{\"publicIp\":\"" + EIP + "\",\"instanceId\":\"i-next\",\"networkInterfaceId\":\"eni-next\"}");
        item(
                "2022-11-09T00:00:00Z",
                "AWS::EC2::NatGateway",
                "nat-1",
                "2022-09-01T00:00:00Z",
                """
                {"natGatewayId":"nat-1","vpcId":"vpc-1","natGatewayAddresses":[
                  {"publicIp":"198.51.100.9","privateIp":"10.0.2.9","networkInterfaceId":"eni-nat"}]}""");
        item(
                "2022-11-09T00:00:00Z",
                "AWS::EC2::NetworkInterface",
                "eni-web",
                null,
                """
                {"networkInterfaceId":"eni-web","attachment":{"instanceId":"i-web","attachTime":"2022-08-01T00:00:00.000Z"},
                 "association":{"publicIp":"198.51.100.77"},"privateIpAddresses":[{"privateIpAddress":"10.0.0.15"}]}""");
        item("2022-11-10T20:00:00Z", "AWS::EC2::NetworkInterface", "eni-web", null, null);
        item("2022-11-09T00:00:00Z", "AWS::EC2::Instance", "i-odd", null, "not json {");
        rows.store(store);

        assertEquals(
                List.of(
                        "10.0.0.15 instance i-web 2022-08-01T00:00:00Z 2022-11-10T20:00:00Z",
                        "10.0.1.20 instance i-mal 2022-10-01T22:56:35Z null",
                        "10.0.1.21 instance i-mal 2022-10-01T22:56:35Z 2022-11-10T12:00:00Z",
                        "10.0.2.9 nat_gateway nat-1 2022-09-01T00:00:00Z null",
                        "198.51.100.77 instance i-web 2022-08-01T00:00:00Z 2022-11-10T20:00:00Z",
                        "198.51.100.9 nat_gateway nat-1 2022-09-01T00:00:00Z null",
                        EIP + " instance i-mal 2022-10-01T22:56:35Z 2022-11-10T12:00:00Z",
                        EIP + " instance i-next 2022-11-10T12:30:00Z null"),
                held());
    }

    @Test
    void anInterfaceLogsItsOwnAddressWithOrWithoutADirection() {
        for (int i = 0; i < 4; i++) {
            rows.flow(
                    "2022-11-09T01:0" + i + ":00Z",
                    "eni-a",
                    "10.0.1.20:4000" + i + " > 203.0.113." + i + ":443",
                    "ACCEPT",
                    9);
            rows.flow(
                    "2022-11-09T01:0" + i + ":00Z",
                    "eni-a",
                    "203.0.113." + i + ":443 > 10.0.1.20:4000" + i,
                    "ACCEPT",
                    9);
        }
        // the internet knocks, every address once
        for (int i = 0; i < 400; i++) {
            String peer = "198.18." + i / 200 + "." + i % 200;
            rows.flow("2022-11-09T04:00:00Z", "eni-d", peer + ":5000 > 10.0.1.50:22", "REJECT", 1);
        }
        // one peer only: either end could be its own
        rows.flow("2022-11-09T02:00:00Z", "eni-b", "10.0.1.30:40000 > 10.0.1.31:443", "ACCEPT", 9);
        rows.add(
                "flow",
                "2022-11-09T03:00:00Z",
                "account_id",
                Play.ACCOUNT,
                "interface_id",
                "eni-c",
                "instance_id",
                "i-c",
                "srcaddr",
                "203.0.113.1",
                "dstaddr",
                "10.0.1.40",
                "flow_direction",
                "ingress");
        rows.store(store);

        assertEquals(
                List.of(
                        "10.0.1.20 interface eni-a 2022-11-09T01:00:00Z null",
                        "10.0.1.40 instance i-c 2022-11-09T03:00:00Z null",
                        "10.0.1.50 interface eni-d 2022-11-09T04:00:00Z null"),
                held());
    }

    private void item(String time, String type, String id, String created, String configuration) {
        rows.add(
                "config_items",
                time,
                "account_id",
                Play.ACCOUNT,
                "resource_type",
                type,
                "resource_id",
                id,
                "status",
                configuration == null ? "ResourceDeleted" : "OK",
                "created",
                created,
                "configuration",
                configuration);
    }

    private List<String> held() {
        Owners owners = new Owners(
                List.of(),
                ConfigOwners.read(store.events("config_items")),
                FlowOwners.read(store.events("flow")),
                List.of());
        TreeSet<String> held = new TreeSet<>();
        owners.byAddress().forEach((ip, times) -> times.forEach(o -> held.add(told(ip, o))));
        return List.copyOf(held);
    }

    private static String told(String ip, Ownership o) {
        Instant to = o.to();
        return ip.replaceFirst("@.*", "") + " " + o.kind().word() + " " + o.owner() + " " + o.from() + " " + to;
    }
}
