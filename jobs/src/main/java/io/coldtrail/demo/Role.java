package io.coldtrail.demo;

/** A role. Its path stands in its own ARN, and is dropped from the ARN of its sessions. */
record Role(String account, String path, String name, String uniqueId) {

    static Role of(World world, String path, String name) {
        return new Role(
                world.account,
                path,
                name,
                Dice.of(world.seed, "role", name.hashCode()).id("AROA"));
    }

    /** A service-linked role. */
    static Role linked(World world, String service, String name) {
        return of(world, "/aws-service-role/" + service + ".amazonaws.com/", name);
    }

    String arn() {
        return "arn:aws:iam::" + account + ":role" + path + name;
    }

    String sessionArn(String session) {
        return "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session;
    }
}
