export type AuthResult =
	| { readonly kind: "accepted"; readonly user: string }
	| { readonly kind: "refused"; readonly user: string }
	| { readonly kind: "unknown" | "undecodable" | "gone" };

interface Dialogue {
	/** Sends a 334 with this challenge; resolves with the client's next line. */
	ask(challenge: string): Promise<string | undefined>;
	accepts(user: string, appPassword: string): boolean;
	acceptsToken(user: string, accessToken: string): boolean;
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
			return verdict(user, dialogue.accepts(user, secret));
		}
		case "LOGIN": {
			const user = initial ?? (await dialogue.ask(USERNAME));
			const secret = await dialogue.ask(PASSWORD);
			if (user === undefined || secret === undefined) return { kind: "gone" };
			const name = decode(user);
			return verdict(name, dialogue.accepts(name, decode(secret)));
		}
		case "XOAUTH2": {
			const response = initial ?? (await dialogue.ask(""));
			if (response === undefined) return { kind: "gone" };
			const [user, token] = decode(response).split("\u0001");
			if (!user?.startsWith("user=") || !token?.startsWith("auth=Bearer ")) {
				return { kind: "undecodable" };
			}
			const name = user.slice("user=".length);
			const accessToken = token.slice("auth=Bearer ".length);
			const isAccepted = dialogue.acceptsToken(name, accessToken);
			const result = verdict(name, isAccepted);
			if (result.kind === "refused") await dialogue.ask(BAD_TOKEN);
			return result;
		}
		default:
			return { kind: "unknown" };
	}
}

function verdict(user: string, isAccepted: boolean): AuthResult {
	return { kind: isAccepted ? "accepted" : "refused", user };
}

function decode(base64: string): string {
	return Buffer.from(base64, "base64").toString("utf8");
}
