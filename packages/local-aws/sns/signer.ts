import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import forge from "node-forge";

/** Signs what is published, as SNS does, by a key that lives as long as the run. */
export interface Signer {
	/** Base64, by the version's own algorithm. */
	sign(text: string, version: string): string;
	/** Path of the certificate at SNS's address. */
	readonly certificatePath: string;
	/** PEM. */
	readonly certificate: string;
}

const DECADE_MS = 10 * 365 * 86_400_000;
const PATH = /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/** Whether somebody asks for SNS's certificate. */
export function isCertificatePath(url: string | undefined): boolean {
	return PATH.test(url ?? "");
}

/** The one there is; S3, behind SNS's address, lets nobody look for others. */
export function serveCertificate(
	{ url }: IncomingMessage,
	response: ServerResponse,
	{ certificatePath, certificate }: Signer,
): void {
	const isThere = url === certificatePath;
	response.writeHead(isThere ? 200 : 403).end(isThere ? certificate : "");
}

/** Its key and certificate are made when the first message is signed: most runs need none. */
export function createSigner(): Signer {
	let made: ReturnType<typeof make> | undefined;
	const get = () => {
		made ??= make();
		return made;
	};
	return {
		sign: (text, version) =>
			sign(
				version === "2" ? "RSA-SHA256" : "RSA-SHA1",
				Buffer.from(text),
				get().privateKey,
			).toString("base64"),
		get certificate() {
			return get().certificate;
		},
		get certificatePath() {
			const hash = createHash("sha256").update(get().certificate).digest("hex");
			return `/SimpleNotificationService-${hash.slice(0, 32)}.pem`;
		},
	};
}

function make() {
	const { publicKey, privateKey } = generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type: "pkcs8", format: "pem" },
	});
	const cert = forge.pki.createCertificate();
	cert.publicKey = forge.pki.publicKeyFromPem(publicKey);
	cert.serialNumber = "01";
	cert.validity.notBefore = new Date(Date.now() - DECADE_MS);
	cert.validity.notAfter = new Date(Date.now() + DECADE_MS);
	const name = [{ name: "commonName", value: "sns.amazonaws.com" }];
	cert.setSubject(name);
	cert.setIssuer(name);
	cert.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
	return { privateKey, certificate: forge.pki.certificateToPem(cert) };
}
