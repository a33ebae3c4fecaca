/**
 * Starts the local Ashby, the local Willo and their page with demonstration data:
 * `npx tsx test/sandbox/main.mts [--page-port 4600 --ashby-port 4601 --willo-port 4602]`.
 * The keys are fixed, so that what was set up once in n8n works again after a restart.
 */
import { parseArgs } from 'node:util';

import { AshbySandbox } from './ashby.mts';
import { demoData } from './demo.mts';
import { SandboxPage } from './page.mts';
import { WilloSandbox } from './willo.mts';

const DEMO_ASHBY_KEY = 'demo-ashby-key';
const DEMO_WILLO_KEY = 'demo-willo-key';

function port(value: string): number {
	const number = Number(value);
	if (!Number.isInteger(number) || number < 0 || number > 65_535) {
		throw new Error(`A port is a number from 0 (any free one) to 65535, not ${value}`);
	}
	return number;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			'page-port': { type: 'string', default: '4600' },
			'ashby-port': { type: 'string', default: '4601' },
			'willo-port': { type: 'string', default: '4602' },
		},
	});
	const ashby = new AshbySandbox();
	const willo = new WilloSandbox();
	const page = new SandboxPage({ ashby, willo });
	ashby.addKey({ key: DEMO_ASHBY_KEY });
	willo.addKey({ key: DEMO_WILLO_KEY });
	demoData({ ashby, willo });

	const stop = async (): Promise<void> => {
		await Promise.all([page.stop(), ashby.stop(), willo.stop()]);
		process.exit(0);
	};
	process.once('SIGINT', () => void stop());
	process.once('SIGTERM', () => void stop());

	await ashby.start(port(values['ashby-port']));
	await willo.start(port(values['willo-port']));
	await page.start(port(values['page-port']));
	console.log(`Page: ${page.url}`);
	console.log(`Ashby: ${ashby.url} key ${DEMO_ASHBY_KEY}`);
	console.log(`Willo: ${willo.baseUrl} key ${DEMO_WILLO_KEY}`);
}

main().catch((reason: unknown) => {
	console.error(reason instanceof Error ? reason.message : reason);
	process.exit(1);
});
