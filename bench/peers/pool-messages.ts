/** What the pool's process is told: where to send, and what. */
export interface ToPool {
	readonly port: number;
	readonly ca: string;
	readonly user: string;
	readonly pass: string;
	readonly connections: number;
	readonly mails: readonly PoolMail[];
}

export interface PoolMail {
	readonly id: string;
	readonly to: string[];
	readonly subject: string;
	readonly text: string;
	/** Of a file that is attached. */
	readonly bytes?: number | undefined;
}

/** What it tells: that it can be given mails, or what became of one. */
export type FromPool =
	| "ready"
	| {
			readonly id: string;
			readonly isSent: boolean;
			/** When it was given to nodemailer, epoch ms with fractions. */
			readonly startedAt: number;
	  };
