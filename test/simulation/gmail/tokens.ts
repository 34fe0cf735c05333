import type { OauthCredential } from "../../../core/credential/credential.ts";
import type { TokenAnswer } from "../../../functions/shared/token-request.ts";
import type { Process } from "../engine/process.ts";
import type { Scheduler } from "../engine/scheduler.ts";
import type { Weather } from "../weather.ts";

const EXPIRES_IN_SECONDS = 3600;

/** Google's token endpoint, and which access tokens are good. */
export class Tokens {
	readonly #scheduler: Scheduler;
	readonly #weather: Weather;
	/** Epoch ms at which each ends. */
	readonly #ends = new Map<string, number>();

	constructor(scheduler: Scheduler, weather: Weather) {
		this.#scheduler = scheduler;
		this.#weather = weather;
	}

	isGood(token: string): boolean {
		return (this.#ends.get(token) ?? 0) > this.#scheduler.now;
	}

	/** All that were given until now are refused from now on. */
	revoke(): void {
		this.#ends.clear();
	}

	/** A request for a token as a process makes it. @param isGranted Whether a refresh token is good. */
	askFrom(process: Process, isGranted: (refreshToken: string) => boolean) {
		return (credential: OauthCredential): Promise<TokenAnswer> =>
			new Promise((resolve) => {
				const trouble = this.#weather.gmailTrouble(process, "token");
				process.after(trouble === undefined ? 150 : 5000, () =>
					resolve(
						trouble === undefined ? this.#answer(credential, isGranted) : AWAY,
					),
				);
			});
	}

	#answer(
		credential: OauthCredential,
		isGranted: (refreshToken: string) => boolean,
	): TokenAnswer {
		const refreshToken =
			credential.kind === "refresh-token" ? credential.refreshToken : "";
		if (!isGranted(refreshToken)) return REFUSED;
		const accessToken = `pw-token-${this.#ends.size}-${this.#scheduler.now}`;
		this.#ends.set(
			accessToken,
			this.#scheduler.now + EXPIRES_IN_SECONDS * 1000,
		);
		return { kind: "token", accessToken, expiresInSeconds: EXPIRES_IN_SECONDS };
	}
}

const REFUSED: TokenAnswer = {
	kind: "no-token",
	refusal: {
		kind: "answered",
		status: 400,
		error: "invalid_grant",
		description: "Token has been expired or revoked.",
	},
};

const AWAY: TokenAnswer = {
	kind: "lost",
	failure: { stage: "auth", kind: "timeout", handedOver: false },
	detail: "Google's token endpoint: ETIMEDOUT: no answer in time",
};
