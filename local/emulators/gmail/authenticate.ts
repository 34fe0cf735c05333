export type AuthResult =
	| { readonly kind: "accepted"; readonly user: string }
	| { readonly kind: "refused"; readonly user: string }
	| { readonly kind: "unknown" | "undecodable" | "gone" };

interface Dialogue {
	/** Sends a 334 with this challenge; resolves with the client's next line. */
	ask(challenge: string): Promise<string | undefined>;
	accepts(user: string, secret: string): boolean;
}

const USERNAME = "VXNlcm5hbWU6";
const PASSWORD = "UGFzc3dvcmQ6";
const BAD_TOKEN = Buffer.from(
	'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
).toString("base64");

/** AUTH PLAIN, LOGIN and XOAUTH2 as Gmail answers them. */
export async function authenticate(
	line: string,
	dialogue: Dialogue,
): Promise<AuthResult> {
	const [, mechanism = "", initial] = line.split(" ");
	switch (mechanism.toUpperCase()) {
		case "PLAIN": {
			const response = initial ?? (await dialogue.ask(""));
			if (response === undefined) return { kind: "gone" };
			const [, user, secret] = decode(response).split("\0");
			if (user === undefined || secret === undefined)
				return { kind: "undecodable" };
			return verdict(user, secret, dialogue);
		}
		case "LOGIN": {
			const user = initial ?? (await dialogue.ask(USERNAME));
			const secret = await dialogue.ask(PASSWORD);
			if (user === undefined || secret === undefined) return { kind: "gone" };
			return verdict(decode(user), decode(secret), dialogue);
		}
		case "XOAUTH2": {
			const response = initial ?? (await dialogue.ask(""));
			if (response === undefined) return { kind: "gone" };
			const [user, token] = decode(response).split("\u0001");
			if (!user?.startsWith("user=") || !token?.startsWith("auth=Bearer ")) {
				return { kind: "undecodable" };
			}
			const result = verdict(user.slice(5), token.slice(12), dialogue);
			if (result.kind === "refused") await dialogue.ask(BAD_TOKEN);
			return result;
		}
		default:
			return { kind: "unknown" };
	}
}

function verdict(user: string, secret: string, dialogue: Dialogue): AuthResult {
	return {
		kind: dialogue.accepts(user, secret) ? "accepted" : "refused",
		user,
	};
}

function decode(base64: string): string {
	return Buffer.from(base64, "base64").toString("utf8");
}
