/** What the secret holds. Open for further kinds; an App Password is the only one today. */
export type Credential = {
	readonly kind: "app-password";
	readonly user: string;
	readonly appPassword: string;
};

export type CredentialForm =
	| { readonly kind: "credential"; readonly credential: Credential }
	/** The secret still has the template's constant empty value. */
	| { readonly kind: "empty" }
	| { readonly kind: "unreadable"; readonly sentence: string };

/**
 * Reads the secret's string: a bare App Password, or `{ "user"?, "appPassword" }`.
 * White space is taken out: Google shows App Passwords in groups, and files end in line breaks.
 */
export function parseSecret(secret: string, mailbox: string): CredentialForm {
	const text = secret.trim();
	if (!text.startsWith("{")) return credentialOf(text, mailbox);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return unreadable("it starts like JSON but cannot be parsed");
	}
	if (
		typeof value !== "object" ||
		value === null ||
		!("appPassword" in value)
	) {
		return unreadable("its JSON has no appPassword");
	}
	if (typeof value.appPassword !== "string")
		return unreadable("its appPassword is not a string");
	const user = "user" in value ? value.user : undefined;
	if (user !== undefined && typeof user !== "string")
		return unreadable("its user is not a string");
	return credentialOf(
		value.appPassword,
		user === undefined || user.trim() === "" ? mailbox : user.trim(),
	);
}

function credentialOf(password: string, user: string): CredentialForm {
	const appPassword = password.replace(/\s+/g, "");
	if (appPassword === "") return { kind: "empty" };
	return {
		kind: "credential",
		credential: { kind: "app-password", user, appPassword },
	};
}

function unreadable(why: string): CredentialForm {
	return {
		kind: "unreadable",
		sentence: `Cannot read the secret as ${why}; allowed is an App Password, or {"user": "…", "appPassword": "…"}`,
	};
}

/** Says why a secret is no credential. */
export function noCredential(
	form: Exclude<CredentialForm, { kind: "credential" }>,
): string {
	return form.kind === "empty"
		? "There is no App Password yet: store one with `npm run ops -- set-password`"
		: form.sentence;
}
