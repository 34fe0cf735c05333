import type { Account } from "../aws/account.ts";
import type { Network } from "../aws/network.ts";
import type { Storage } from "../aws/storage.ts";
import type { Random } from "../engine/random.ts";
import type { Gmail } from "../gmail/gmail.ts";

/** The world that the functions' code is put into. */
export interface Parts {
	readonly account: Account;
	readonly network: Network;
	readonly gmail: Gmail;
	readonly random: Random;
	readonly storage: Storage;
	readonly log: (who: string, line: string) => void;
}
