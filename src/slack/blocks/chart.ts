// Slack's own charts, which its types do not know yet: bars side by side for each category.
import type { Block, KnownBlock } from '@slack/types';
import { chartLimits } from '../limits.ts';

export interface ChartSeries {
  /** At most 20 characters, as are the categories; unique. */
  readonly name: string;
  /** As many as there are categories. */
  readonly values: readonly number[];
}

interface DataVisualizationBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly { readonly name: string; readonly data: readonly { readonly label: string; readonly value: number }[] }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label: string };
  };
}

/** @throws where Slack would refuse the names: they are ours, so that is a fault of ours */
export function barChart(title: string, categories: readonly string[], series: readonly ChartSeries[], yLabel: string): KnownBlock {
  const names = series.map(({ name }) => name);
  const isFitting = [...categories, ...names].every((label) => label !== '' && Array.from(label).length <= chartLimits.label);
  const isUnique = new Set(categories).size === categories.length && new Set(names).size === names.length;
  if (!isFitting || !isUnique || categories.length > chartLimits.points || names.length > chartLimits.series)
    throw new Error(`A chart cannot be drawn of ${categories.join(', ')} and ${names.join(', ')}`);
  const block: DataVisualizationBlock = {
    type: 'data_visualization',
    title,
    chart: {
      type: 'bar',
      series: series.map(({ name, values }) => ({ name, data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })) })),
      axis_config: { categories, y_label: yLabel },
    },
  };
  return known(block);
}

/** Slack takes more kinds of blocks than its types of this version name. */
function known(block: Block): KnownBlock {
  return block as KnownBlock;
}
