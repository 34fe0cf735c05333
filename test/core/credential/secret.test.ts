import { describe, expect, test } from "vitest";
import { withoutLogin } from "../../../core/credential/secret.ts";

describe("withoutLogin()", () => {
	const login = { user: "me@example.com", secret: "abcdefghijklmnop" };
	const base64 = (text: string) => Buffer.from(text).toString("base64");
	const plain = base64("\0me@example.com\0abcdefghijklmnop");
	test.each([
		"535 5.7.8 abcdefghijklmnop is wrong",
		`535 5.7.8 AUTH PLAIN ${plain}: bad`,
		`535 5.7.8 AUTH=${plain.slice(0, 30)}… bad`,
		`535 5.7.8 <${base64(login.secret)}>`,
		`535 5.7.8 ${base64("user=me@example.com\u0001auth=Bearer abcdefghijklmnop\u0001\u0001")}`,
	])("removes the login from %j", (text) => {
		const said = withoutLogin(text, login);
		expect(said).toContain("<secret removed>");
		expect(said).toMatch(/^535 5\.7\.8/);
		expect(said).not.toMatch(/abcdefgh|AG1lQG|YWJjZGVm|dXNlcj1t/);
	});

	test("leaves everything else", () => {
		const text =
			"535-5.7.8 Username and Password not accepted. https://support.google.com/mail/?p=BadCredentials a640c23a62f3a - gsmtp";
		expect(withoutLogin(text, login)).toBe(text);
	});
});
