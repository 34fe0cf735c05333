import { readGoogleServer } from "../login/google-server.ts";
import { STORING_OPTIONS, storeCredential } from "../login/store-credential.ts";
import { readStoredUser } from "../login/stored-credential.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";

export const setPassword = onSender({
	usage: "set-password [--user ADDRESS] [--without-login]",
	does: "store an App Password from standard input, after a test login",
	options: STORING_OPTIONS,
	stray: () =>
		"Cannot take the App Password from the command line, where others can read it: type it when asked, or pipe it in",
	read: ({ values }) => values,
	async run(at, { user, "without-login": withoutLogin = false }) {
		const { target, io } = at;
		const typed = await io.readSecret(
			`App Password of ${target.sender.mailbox} (not shown): `,
		);
		const appPassword = typed.replace(/\s+/g, "");
		const credential = {
			kind: "app-password",
			user: user ?? (await readStoredUser(target)),
			appPassword,
		} as const;
		checkForm(appPassword, (await readGoogleServer(target)).host);
		return storeCredential(credential, at, { withoutLogin });
	},
});

function checkForm(password: string, host: string): void {
	if (password === "")
		throw new Misuse(
			"Cannot store an empty App Password: create one at https://myaccount.google.com/apppasswords and type its 16 letters",
		);
	const isGoogles = host.endsWith(".gmail.com") || host === "127.0.0.1";
	if (isGoogles && !/^[a-z]{16}$/.test(password))
		throw new Misuse(
			`Cannot store this as an App Password: it has ${password.length} characters${/^[a-z]*$/.test(password) ? "" : ", not all of them lower-case letters"}; an App Password has exactly 16 lower-case letters (spaces do not count). The password of the account does not work`,
		);
}
