package io.coldtrail.demo;

/** The VPC's parts by their ids, in us-west-2. */
record Network(
        String vpc,
        String webSubnet,
        String workSubnet,
        String hostSubnet,
        String webAcl,
        String webGroup,
        String workGroup,
        String hostGroup,
        String gateway,
        String image,
        String natGateway,
        String natAllocation,
        String natInterface,
        String databaseInterface,
        String webAllocation,
        String webAssociation,
        String hostAllocation,
        String hostAssociation) {

    /** Of the NAT gateway, in the web subnet. */
    static final String NAT_PRIVATE_IP = "10.0.0.220";

    static Network of(Dice dice) {
        return new Network(
                "vpc-0" + dice.hex(16),
                "subnet-0" + dice.hex(16),
                "subnet-0" + dice.hex(16),
                "subnet-0" + dice.hex(16),
                "acl-0" + dice.hex(16),
                "sg-0" + dice.hex(16),
                "sg-0" + dice.hex(16),
                "sg-0" + dice.hex(16),
                "igw-0" + dice.hex(16),
                "ami-0" + dice.hex(16),
                "nat-0" + dice.hex(16),
                "eipalloc-0" + dice.hex(16),
                "eni-0" + dice.hex(16),
                "eni-0" + dice.hex(16),
                "eipalloc-0" + dice.hex(16),
                "eipassoc-0" + dice.hex(16),
                "eipalloc-0" + dice.hex(16),
                "eipassoc-0" + dice.hex(16));
    }
}
