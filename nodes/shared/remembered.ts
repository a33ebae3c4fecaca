/** Keys that this n8n process remembers for a while. They are lost on restart. */
export class Remembered {
	/** When each key was added, in ms since the epoch, earliest first. */
	private readonly times = new Map<string, number>();

	/** @param forMs how long to remember a key, in ms */
	constructor(private readonly forMs: number) {}

	/** Adds a key, or restarts its time. Returns whether it was remembered before. */
	add(key: string): boolean {
		const before = this.has(key);
		this.times.delete(key);
		this.times.set(key, Date.now());
		return before;
	}

	clear(): void {
		this.times.clear();
	}

	has(key: string): boolean {
		const now = Date.now();
		for (const [other, at] of this.times) {
			if (now - at < this.forMs) break;
			this.times.delete(other);
		}
		return this.times.has(key);
	}
}
