/** What the Willo Response Trigger tells the health check after each poll. */
export interface Summary {
	/** The number of participants whose responses may still come, or must be returned. */
	waiting: number;
	/** Whether the complete list of participants is still being read, over several polls. */
	isListing: boolean;
}
