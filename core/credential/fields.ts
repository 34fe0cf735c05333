import * as v from "valibot";

/** The forms a secret may have, in words. */
export const CREDENTIAL_FORMS =
	'an App Password; {"user"?, "appPassword"}; {"user"?, "clientId", "clientSecret", "refreshToken"}; or a service account\'s key file as Google made it, bare or as {"user"?, "serviceAccount"}';

const token = v.pipe(
	v.string(),
	v.transform((text) => text.replace(/\s+/g, "")),
	v.nonEmpty(),
);
const pem = v.pipe(
	v.string(),
	// A shell or an editor may have escaped the line breaks once more.
	v.transform((text) => text.replaceAll("\\n", "\n").trim()),
	v.regex(
		/^-----BEGIN (RSA )?PRIVATE KEY-----\n[\s\S]+\n-----END \1?PRIVATE KEY-----$/,
	),
);

/** An OAuth client with the consent of the mailbox's owner. */
export const refreshTokenFields = v.object({
	clientId: token,
	clientSecret: token,
	refreshToken: token,
});

/** What is used of Google's key file. Its `token_uri` is not: it would send a signed assertion anywhere. */
export const serviceAccountFields = v.object({
	type: v.optional(v.literal("service_account")),
	client_email: token,
	private_key: pem,
});

/** Says which fields are wrong, and by their kind only what they are: a secret's value is told to nobody. */
export function fieldFaults(
	issues: readonly {
		readonly input: unknown;
		readonly path?: readonly { readonly key?: unknown }[] | undefined;
	}[],
): string {
	return issues
		.map(({ input, path: [field] = [] }) => {
			const name = String(field?.key ?? "serviceAccount");
			return `its ${name} is ${(typeof input === "string" && NOT_AS_TEXT[name]) || kindOf(input)}`;
		})
		.join(", ");
}

const NOT_AS_TEXT: Readonly<Record<string, string>> = {
	private_key: "no private key in PEM",
	type: 'not "service_account"',
};

/** What kind of value it is, never which. */
export function kindOf(value: unknown): string {
	if (value === undefined) return "missing";
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	if (typeof value === "string")
		return value.trim() === "" ? "empty" : "a text";
	return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
