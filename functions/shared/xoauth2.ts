import type { SMTPConnectionCustomAuthHandler } from "nodemailer/lib/smtp-connection";

/**
 * AUTH XOAUTH2 with the access token given as `pass`, once. nodemailer's own asks for another token
 * after a refusal and logs in a second time, and loses what the server said.
 */
export const authenticateXoauth2: SMTPConnectionCustomAuthHandler = async ({
	auth: { credentials },
	sendCommand,
}) => {
	const { user, pass } = credentials;
	const response = Buffer.from(
		`user=${user}\u0001auth=Bearer ${pass}\u0001\u0001`,
	).toString("base64");
	const first = await sendCommand(`AUTH XOAUTH2 ${response}`);
	// Gmail explains a refusal in a challenge, and refuses once that has been answered.
	const last = first.response.startsWith("334") ? await sendCommand("") : first;
	if (!last.response.startsWith("2")) throw new Error("Invalid login");
};
