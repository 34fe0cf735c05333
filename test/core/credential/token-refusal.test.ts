import { describe, expect, test } from "vitest";
import { isMendedBySecret } from "../../../core/breaker/breaker.ts";
import { tokenFailure } from "../../../core/credential/token-refusal.ts";

const answered = (status: number, error = "", description = "") =>
	tokenFailure({ kind: "answered", status, error, description });

describe("tokenFailure()", () => {
	test.each([
		[400, "invalid_grant", "auth"],
		[401, "invalid_client", "auth"],
		[401, "deleted_client", "auth"],
		[401, "disabled_client", "auth"],
		[401, "unauthorized_client", "config"],
		[403, "access_denied", "config"],
		[400, "admin_policy_enforced", "config"],
		[400, "invalid_scope", "config"],
		[400, "invalid_request", "config"],
		[400, "unsupported_grant_type", "config"],
		[302, "", "config"],
		[403, "", "config"],
		[404, "", "config"],
		[429, "", "transient"],
		[403, "rate_limit_exceeded", "transient"],
		[408, "", "transient"],
		[500, "internal_failure", "transient"],
		[503, "", "transient"],
		[200, "", "transient"],
	])("takes %i %s for %s, at the login", (status, error, cause) => {
		expect(answered(status, error)).toMatchObject({
			cause,
			stage: "auth",
			code: status,
		});
	});

	test("says what the token endpoint said, redacted", () => {
		expect(answered(400, "invalid_grant", "Bad user ann@example.com")).toEqual({
			cause: "auth",
			stage: "auth",
			code: 400,
			reply:
				"Google's token endpoint: 400 invalid_grant: Bad user a***@example.com",
		});
		expect(answered(503).reply).toBe("Google's token endpoint: 503");
	});

	test("takes a key that signs nothing for a secret to be stored anew", () => {
		const failure = tokenFailure({ kind: "unusable-key" });
		expect(failure).toMatchObject({ cause: "config", stage: "unknown" });
		expect(failure.reply).toContain("set-oauth");
		expect(isMendedBySecret(failure.cause)).toBe(true);
	});
});
