/** What an event brings along to show where it comes from; whether it is true is for others to find out. */
export type Proof =
	/** The word that only rules of ours know. */
	| { readonly kind: "word"; readonly rule: string; readonly word: string }
	| ({ readonly kind: "signature" } & Signed);

/** What SNS has signed of a notification. */
export interface Signed {
	readonly topicArn: string;
	/** When it was published. Epoch ms. */
	readonly at: number;
	readonly text: string;
	readonly algorithm: "RSA-SHA1" | "RSA-SHA256";
	/** Base64. */
	readonly signature: string;
	/** Address of the certificate: AWS's own for the topic's region. */
	readonly certificateUrl: string;
}
