// The component that chooses a line of a list, or a day, a month or a year.
import { fault } from './faults.js';
import { sheet } from './phone.js';

const DATES = {
  day: { type: 'date', form: /^\d{4}-\d\d-\d\d$/ },
  month: { type: 'month', form: /^\d{4}-\d\d$/ },
  year: { type: 'number', form: /^\d{4}$/ },
};

export function pick(host, self) {
  host.setAttribute('role', 'button');
  host.tabIndex = 0;
  host.addEventListener('keydown', (event) => event.key === 'Enter' && host.click());
  host.addEventListener('click', () => {
    if (!self.data.disabled) {
      ask(self).catch((error) => fault(error.stack));
    }
  });
}

async function ask(self) {
  const { mode, headerText } = self.data;
  const kinds = { selector: line, date };
  if (!(mode in kinds)) {
    fault(`The stage knows no picker of the mode ${mode}`);
    return;
  }
  const { field, accepts } = kinds[mode](self.data);
  const { value, fields } = await sheet({
    title: headerText || '请选择',
    low: true,
    fields: [field],
    buttons: [
      ['取消', false],
      ['确定', true, true],
    ],
  });
  // The wheels of WeChat stop at the last of what there is.
  if (value && accepts(fields[0])) {
    self.triggerEvent('change', { value: fields[0] });
  } else {
    self.triggerEvent('cancel', {});
  }
}

function line({ range, rangeKey, value }) {
  const options = (range ?? []).map((one) => (rangeKey ? one[rangeKey] : String(one)));
  return { field: { label: '选项', options, at: Number(value) || 0 }, accepts: (at) => at in options };
}

function date({ fields, value, start, end }) {
  const { type, form } = DATES[fields];
  const cut = (day) => (day ?? '').slice(0, { day: 10, month: 7, year: 4 }[fields]);
  const accepts = (chosen) => form.test(chosen) && (!start || chosen >= cut(start)) && (!end || chosen <= cut(end));
  return { field: { label: '日期', type, value: accepts(String(value)) ? value : '' }, accepts };
}
