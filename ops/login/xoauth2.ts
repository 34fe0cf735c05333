import type { SMTPConnectionCustomAuthHandler } from "nodemailer/lib/smtp-connection";

/** AUTH XOAUTH2 with the access token given as `pass`, once: nodemailer's own logs in again after a refusal. */
export const xoauth2: SMTPConnectionCustomAuthHandler = async ({
	auth: { credentials },
	sendCommand,
}) => {
	const { user, pass } = credentials;
	const token = `user=${user}\u0001auth=Bearer ${pass}\u0001\u0001`;
	const first = await sendCommand(
		`AUTH XOAUTH2 ${Buffer.from(token).toString("base64")}`,
	);
	// Gmail explains a refusal in a challenge, and refuses once that has been answered.
	const last = first.response.startsWith("334") ? await sendCommand("") : first;
	if (!last.response.startsWith("2")) throw new Error("Invalid login");
};
