package io.coldtrail.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** A region's key for digests. It comes from the seed, so it is no secret and good for the demo alone. */
final class DigestSigner {
    private static final int BITS = 2_048;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    /** What X.509 puts before the PKCS#1 form of an RSA key of that length. */
    private static final int X509_HEAD = 24;

    private final PrivateKey key;
    private final String publicKey;
    private final String fingerprint;

    DigestSigner(long seed, String region) {
        // Random, not SecureRandom: the same seed must give the same key
        Random random = new Random(seed * 31 + region.hashCode());
        BigInteger p = prime(random);
        BigInteger q = prime(random);
        while (p.multiply(q).bitLength() < BITS) {
            q = prime(random);
        }
        BigInteger modulus = p.multiply(q);
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = EXPONENT.modInverse(p1.multiply(q1));
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            key = factory.generatePrivate(
                    new RSAPrivateCrtKeySpec(modulus, EXPONENT, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p)));
            byte[] x509 = factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT))
                    .getEncoded();
            publicKey = Base64.getEncoder().encodeToString(Arrays.copyOfRange(x509, X509_HEAD, x509.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has RSA
        }
        fingerprint = Dice.of(seed, "key " + region).hex(32);
    }

    private static BigInteger prime(Random random) {
        BigInteger prime;
        do {
            prime = BigInteger.probablePrime(BITS / 2, random);
        } while (!prime.subtract(BigInteger.ONE).gcd(EXPONENT).equals(BigInteger.ONE));
        return prime;
    }

    /** PKCS#1, base64. */
    String publicKey() {
        return publicKey;
    }

    String fingerprint() {
        return fingerprint;
    }

    /** Signs by PKCS#1 v1.5, which gives the same signature each time; hex. */
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
