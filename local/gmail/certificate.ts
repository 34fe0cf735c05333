import { generateKeyPairSync, randomBytes } from "node:crypto";
import forge from "node-forge";

export interface TestCertificates {
	/** The authority's certificate, PEM: what NODE_EXTRA_CA_CERTS has to point at. */
	readonly ca: string;
	/** The server's certificate and key, PEM. */
	readonly cert: string;
	readonly key: string;
}

const DECADE_MS = 10 * 365 * 86_400_000;

/** By the names they are for: to make some takes longer than to start all the rest. */
const made = new Map<string, TestCertificates>();

/** A certificate authority that lives as long as this process, and a certificate for `names`. */
export function certificatesFor(names: readonly string[]): TestCertificates {
	const key = names.join();
	const certificates = made.get(key) ?? makeCertificates(names);
	made.set(key, certificates);
	return certificates;
}

/** Makes new ones, of an authority of their own. */
export function makeCertificates(names: readonly string[]): TestCertificates {
	const authority = newKeys();
	const server = newKeys();
	const issuer = [
		{
			name: "commonName",
			// Of two authorities with one name, a process that trusts both tries just one.
			value: `Look-alike Gmail, test authority ${randomBytes(8).toString("hex")}`,
		},
	];
	const ca = certificate(authority.publicKey, issuer, issuer);
	ca.setExtensions([
		{ name: "basicConstraints", cA: true, critical: true },
		{ name: "keyUsage", keyCertSign: true, critical: true },
	]);
	ca.sign(authority.privateKey, forge.md.sha256.create());

	const subject = [{ name: "commonName", value: names[0] ?? "localhost" }];
	const cert = certificate(server.publicKey, subject, issuer);
	cert.setExtensions([
		{ name: "subjectAltName", altNames: names.map(altName) },
	]);
	cert.sign(authority.privateKey, forge.md.sha256.create());
	return {
		ca: forge.pki.certificateToPem(ca),
		cert: forge.pki.certificateToPem(cert),
		key: server.privatePem,
	};
}

function certificate(
	publicKey: forge.pki.PublicKey,
	subject: forge.pki.CertificateField[],
	issuer: forge.pki.CertificateField[],
): forge.pki.Certificate {
	const cert = forge.pki.createCertificate();
	cert.publicKey = publicKey;
	cert.serialNumber = `01${randomBytes(8).toString("hex")}`;
	// TLS looks at the real clock, this at the run's own, which may be weeks ahead.
	cert.validity.notBefore = new Date(Date.now() - DECADE_MS);
	cert.validity.notAfter = new Date(Date.now() + DECADE_MS);
	cert.setSubject(subject);
	cert.setIssuer(issuer);
	return cert;
}

// forge's own key generation takes a second; Node's takes milliseconds.
function newKeys() {
	const { publicKey, privateKey } = generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type: "pkcs8", format: "pem" },
	});
	return {
		publicKey: forge.pki.publicKeyFromPem(publicKey),
		privateKey: forge.pki.privateKeyFromPem(privateKey),
		privatePem: privateKey,
	};
}

// X.509 GeneralName: 2 is a DNS name, 7 an IP address.
function altName(name: string) {
	return /^[\d.]+$/.test(name)
		? { type: 7, ip: name }
		: { type: 2, value: name };
}
