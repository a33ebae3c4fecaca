import { checkWilloDelivery, checkWilloExchange } from '../../schemas/checkWillo.mts';
import { WilloSandbox } from '../willo.mts';
import type { Interview, WilloSwitches } from '../willo.mts';

/** A local Willo with a key and one interview, whose every exchange is checked against the schemas. */
export class CheckedWillo {
	readonly willo: WilloSandbox;
	key: string;
	readonly interview: Interview;

	/** @param now Willo's time, which stands still unless a test moves it */
	constructor(public now = new Date()) {
		this.willo = new WilloSandbox({ now: () => this.now });
		this.key = this.willo.addKey();
		this.interview = this.willo.addInterview({
			title: 'First interview',
			questions: [
				{ text: 'Why us?', answerType: 'video' },
				{ text: 'From when?', answerType: 'text' },
			],
		});
	}

	async start(): Promise<void> {
		this.willo.onExchange = checkWilloExchange;
		await this.willo.start();
	}

	/** Ends, and fails the test when anything was not as the schemas describe it. */
	async stop(): Promise<void> {
		this.willo.park();
		this.willo.deliveries.forEach(checkWilloDelivery);
		expect(this.willo.violations).toEqual([]);
	}

	flip(switches: Partial<WilloSwitches>): void {
		Object.assign(this.willo.switches, switches);
	}
}
