import { serverOf } from "../login/google-server.ts";
import { storeCredential } from "../login/store-credential.ts";
import { storedUser } from "../login/stored-credential.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const setPassword: Command = {
	usage: `set-password [--user ADDRESS] [--without-login] ${COMMON_USAGE} — store an App Password, read from standard input, after a login has shown that it works`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: named,
			json,
		} = readOptions(args, {
			user: { type: "string" },
			"without-login": { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new Misuse(
				"Cannot take the App Password from the command line, where others can read it: type it when asked, or pipe it in",
			);
		const target = await findTarget(named);
		try {
			const typed = (
				await io.readSecret(
					`App Password of ${target.sender.mailbox} (not shown): `,
				)
			).replace(/\s+/g, "");
			const user = values.user ?? (await storedUser(target));
			checkForm(typed, (await serverOf(target)).host);
			const say = await storeCredential(
				{ kind: "app-password", user, appPassword: typed },
				target,
				{
					withoutLogin: values["without-login"] === true,
					now: io.now(),
					named,
				},
			);
			io.out(json ? JSON.stringify({ stored: true, say }) : say);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

function checkForm(password: string, host: string): void {
	if (password === "")
		throw new Misuse(
			"Cannot store an empty App Password: make one at https://myaccount.google.com/apppasswords and type its 16 letters",
		);
	if (host.endsWith(".gmail.com") || host === "127.0.0.1") {
		if (!/^[a-z]{16}$/.test(password)) {
			throw new Misuse(
				`Cannot store this as an App Password: it has ${password.length} characters${/^[a-z]*$/.test(password) ? "" : ", not all of them lower-case letters"}; allowed are exactly 16 lower-case letters (spaces don't count). The account's own password does not work`,
			);
		}
	}
}
