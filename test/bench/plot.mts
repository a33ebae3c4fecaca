import type { Size } from './cases.mts';

interface Series {
	label: string;
	color: string;
	dashed?: boolean;
	values: number[];
}

interface Panel {
	title: string;
	tick: (power: number) => string;
	series: Series[];
}

const WIDTH = 1010;
const HEIGHT = 450;
const PLOT = { width: 240, height: 280, top: 106 };
const LEFTS = [84, 572];
/** From the left edge of the labels of the vertical axis to the axis. */
const GUTTER = 60;
const INK = '#24292f';
const FAINT = '#d0d7de';
const CHANGES_COLORS: Record<number, string> = { 0: '#56b4e9', 10: '#0072b2', 1000: '#00304f' };
const UNITS = ['B', 'kB', 'MB', 'GB'];

/** Requests and bytes of one poll over the number of applications, both axes logarithmic, as an SVG. */
export function plot(sizes: Size[]): string {
	const applications = sizes.map((size) => size.applications);
	const series = (metric: 'requests' | 'bytes'): Series[] => [
		{
			label: 'By hand',
			color: '#d55e00',
			dashed: true,
			values: sizes.map(({ polls }) => polls[0].byHand[metric]),
		},
		...sizes[0].polls.map(({ changes }, index) => ({
			label: `Trigger, ${changes === 0 ? 'no' : changes.toLocaleString('en')} changes`,
			color: CHANGES_COLORS[changes],
			values: sizes.map(({ polls }) => polls[index].trigger[metric]),
		})),
	];
	const panels: Panel[] = [
		{
			title: 'Requests of one poll',
			tick: (power) => (10 ** power).toLocaleString('en'),
			series: series('requests'),
		},
		{
			title: 'Bytes moved by one poll',
			tick: (power) => `${10 ** (power % 3)} ${UNITS[Math.floor(power / 3)]}`,
			series: series('bytes'),
		},
	];
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="13" fill="${INK}">
<title id="title">What one poll costs, by the number of applications</title>
<desc id="description">The poller built by hand reads every page each time: ten times the applications cost ten times the requests and bytes. Those of the trigger follow the number of changes alone.</desc>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
<text x="${LEFTS[0] - GUTTER}" y="34" font-size="17" font-weight="600">What one poll costs, by the number of applications</text>
<text x="${LEFTS[0] - GUTTER}" y="56">Logarithmic scales. By hand a poll costs the same, however many changes there were.</text>
${panels.map((panel, index) => drawPanel(panel, applications, LEFTS[index])).join('\n')}
</svg>
`;
}

function drawPanel(panel: Panel, applications: number[], left: number): string {
	const { title, tick, series } = panel;
	const heights = series.flatMap(({ values }) => values.map(Math.log10));
	const from = Math.floor(Math.min(...heights));
	const to = Math.ceil(Math.max(...heights));
	const powers = applications.map(Math.log10);
	const [first, last] = [Math.min(...powers), Math.max(...powers)];
	const x = (power: number) => left + ((power - first) / (last - first || 1)) * PLOT.width;
	const y = (power: number) => PLOT.top + (1 - (power - from) / (to - from)) * PLOT.height;
	const bottom = PLOT.top + PLOT.height;
	const parts = [
		`<text x="${left - GUTTER}" y="${PLOT.top - 20}" font-weight="600">${title}</text>`,
	];
	for (let power = from; power <= to; power++) {
		const at = y(power).toFixed(1);
		parts.push(
			`<path d="M${left} ${at}h${PLOT.width}" stroke="${FAINT}"/>`,
			`<text x="${left - 8}" y="${at}" dy="0.35em" text-anchor="end">${tick(power)}</text>`,
		);
	}
	applications.forEach((value, index) => {
		const at = x(powers[index]).toFixed(1);
		const text = value.toLocaleString('en');
		parts.push(`<text x="${at}" y="${bottom + 22}" text-anchor="middle">${text}</text>`);
	});
	const middle = left + PLOT.width / 2;
	parts.push(`<text x="${middle}" y="${bottom + 44}" text-anchor="middle">Applications</text>`);
	for (const { label, color, dashed, values } of series) {
		const points = values.map((value, index) => [x(powers[index]), y(Math.log10(value))]);
		const path = points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join('L');
		const dash = dashed ? ' stroke-dasharray="7 4"' : '';
		const [endX, endY] = points[points.length - 1];
		parts.push(
			`<path d="M${path}" fill="none" stroke="${color}" stroke-width="2.5"${dash}/>`,
			...points.map(
				([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="4" fill="${color}"/>`,
			),
			`<text x="${endX + 12}" y="${endY.toFixed(1)}" dy="0.35em">${label}</text>`,
		);
	}
	return parts.join('\n');
}
