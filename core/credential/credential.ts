import * as v from "valibot";
import {
	CREDENTIAL_FORMS,
	fieldFaults,
	kindOf,
	refreshTokenFields,
	serviceAccountFields,
} from "./fields.ts";

/** What the secret holds. `user` is who logs in. */
export type Credential = AppPassword | OauthCredential;

export interface AppPassword {
	readonly kind: "app-password";
	readonly user: string;
	readonly appPassword: string;
}

/** What access tokens are got with. */
export type OauthCredential =
	| {
			readonly kind: "refresh-token";
			readonly user: string;
			readonly clientId: string;
			readonly clientSecret: string;
			readonly refreshToken: string;
	  }
	/** With domain-wide delegation: it acts as `user`. */
	| {
			readonly kind: "service-account";
			readonly user: string;
			readonly clientEmail: string;
			/** PEM. */
			readonly privateKey: string;
	  };

export type CredentialForm =
	| { readonly kind: "credential"; readonly credential: Credential }
	/** The secret still has the template's constant empty value. */
	| { readonly kind: "empty" }
	| { readonly kind: "unreadable"; readonly sentence: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the secret's string: a bare App Password, or JSON of one of the three forms.
 * White space is taken out: Google shows App Passwords in groups, and files end in line breaks.
 */
export function parseSecret(secret: string, mailbox: string): CredentialForm {
	const text = secret.trim();
	if (!text.startsWith("{")) return appPasswordOf(text, mailbox);
	let fields: Fields;
	try {
		fields = JSON.parse(text);
	} catch {
		return unreadable("it starts like JSON but cannot be parsed");
	}
	if (fields.user !== undefined && typeof fields.user !== "string")
		return unreadable(`its user is ${kindOf(fields.user)}`);
	const user = fields.user?.trim() || mailbox;
	const [form, ...more] = formsIn(fields);
	if (form === undefined) {
		return unreadable(
			"its JSON has no appPassword, refreshToken or serviceAccount",
		);
	}
	if (more.length > 0)
		return unreadable(
			`it holds more than one credential: ${[form, ...more].join(", ")}`,
		);
	return READ[form](fields, user);
}

type Form = Credential["kind"];

function formsIn(fields: Fields): readonly Form[] {
	const isEmptyPassword = fields.appPassword === "";
	const has = {
		"refresh-token":
			"clientId" in fields ||
			"clientSecret" in fields ||
			"refreshToken" in fields,
		"service-account":
			"serviceAccount" in fields || fields.type === "service_account",
	};
	const others = OAUTH.filter((form) => has[form]);
	// The template's empty password may still stand beside what was added by hand.
	return "appPassword" in fields && !(isEmptyPassword && others.length > 0)
		? ["app-password", ...others]
		: others;
}

const OAUTH = ["refresh-token", "service-account"] as const;

const READ: Readonly<
	Record<Form, (fields: Fields, user: string) => CredentialForm>
> = {
	"app-password": ({ appPassword }, user) =>
		typeof appPassword === "string"
			? appPasswordOf(appPassword, user)
			: unreadable(`its appPassword is ${kindOf(appPassword)}`),
	"refresh-token": (fields, user) => {
		const read = v.safeParse(refreshTokenFields, fields);
		return read.success
			? found({ kind: "refresh-token", user, ...read.output })
			: unreadable(fieldFaults(read.issues));
	},
	"service-account": (fields, user) => {
		// Google's key file may be the whole secret.
		const file = "serviceAccount" in fields ? fields.serviceAccount : fields;
		const read = v.safeParse(serviceAccountFields, file);
		if (!read.success) return unreadable(fieldFaults(read.issues));
		const { client_email, private_key } = read.output;
		return found({
			kind: "service-account",
			user,
			clientEmail: client_email,
			privateKey: private_key,
		});
	},
};

function appPasswordOf(password: string, user: string): CredentialForm {
	const appPassword = password.replace(/\s+/g, "");
	return appPassword === ""
		? { kind: "empty" }
		: found({ kind: "app-password", user, appPassword });
}

function found(credential: Credential): CredentialForm {
	return { kind: "credential", credential };
}

function unreadable(why: string): CredentialForm {
	return {
		kind: "unreadable",
		sentence: `Cannot read the secret as ${why}; allowed is ${CREDENTIAL_FORMS}. Store it anew with the command set-password or set-oauth`,
	};
}

/** What an overview tells of the secret: that there is one, and of which kind. */
export function credentialFacts(form: CredentialForm): {
	readonly password: "stored" | "empty" | "unreadable";
	readonly credential?: Credential["kind"];
} {
	return form.kind === "credential"
		? { password: "stored", credential: form.credential.kind }
		: { password: form.kind };
}

/** Says why a secret is no credential. */
export function noCredential(
	form: Exclude<CredentialForm, { kind: "credential" }>,
): string {
	return form.kind === "empty"
		? "There is no App Password yet: store one with the command set-password"
		: form.sentence;
}
