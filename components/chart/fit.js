// What of a figure's texts fits into the width of its chart. Names are cut in their middle, an axis over time shows as
// many ticks as fit, and numbers that would lie over another one are left out: hover texts and the table have them all.
// Figures are not changed: what differs is copied.

const SIZE = 12
// The part of the width that the names of rows may take, and what stands around marks (px) where no names do.
const NAMES = 0.42
const AROUND = 62
// The least distance (px) of two texts beside each other, and of two texts that stand upright.
const BETWEEN = 6
const UPRIGHT = 14
// Below this width (px) for its marks, a chart leaves out the texts beside its rows.
const LEAST = 130
// Discs overlap by no more than this.
const TOUCHING = 1.3

const pen = document.createElement("canvas").getContext("2d")
const signs = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
const widths = new Map()

// Return a figure that fits into a chart of `width`.
export function fit({ data, layout }, width, family) {
  pen.font = `${SIZE}px ${family}`
  if (!widths.has(family)) widths.clear()
  widths.set(family, 0)
  const rows = cutRows({ data, layout }, NAMES * width)
  const room = roomBeside(rows, width)
  const across = width - room.left - room.right
  const [traces, axes] = fitColumns(rows.data, { ...rows.layout, ...room.layout }, across)
  return { data: traces, layout: { ...axes, ...fitSmall(axes, across), annotations: fitNotes(axes, width, across, columns(rows.data, axes)) } }
}

// The names of rows, cut.
function cutRows({ data, layout }, most) {
  const axes = Object.keys(layout).filter((name) => name.startsWith("yaxis"))
  const cut = Object.fromEntries(axes.map((name) => [name, { ...layout[name], ...cutTicks(layout[name], most) }]))
  if (layout.yaxis?.type !== "category") return { data, layout: { ...layout, ...cut } }
  const names = layout.yaxis.categoryarray ?? [...new Set(data.flatMap((trace) => (onFirst(trace) ? trace.y : [])))]
  const shown = cutAll(names, most)
  if (shown === names) return { data, layout }
  const map = new Map(names.map((name, i) => [name, shown[i]]))
  const yaxis = { ...layout.yaxis, ...(layout.yaxis.categoryarray && { categoryarray: shown }) }
  const traces = data.map((trace) => (onFirst(trace) ? { ...trace, y: trace.y.map((name) => map.get(name)) } : trace))
  return { data: traces, layout: { ...layout, yaxis } }
}

const onFirst = (trace) => !trace.yaxis || trace.yaxis === "y"
const cutTicks = ({ ticktext }, most) => (ticktext ? { ticktext: cutAll(ticktext, most) } : {})

// Return names no longer than `most` px, each different from the others; the same array if all are.
function cutAll(names, most) {
  if (names.every((name) => measure(name) <= most)) return names
  const taken = new Set()
  return names.map((name) => {
    let short = shorten(name, most)
    for (let n = 2; taken.has(short); n++) short = `${shorten(name, most - 24)} (${n})`
    taken.add(short)
    return short
  })
}

// Return a text without its middle, so that it is no longer than `most` px.
function shorten(text, most) {
  if (measure(text) <= most) return text
  const letters = [...plain(text)]
  let [low, high] = [1, letters.length - 1]
  const with_ = (many) => {
    const head = Math.ceil(0.6 * many)
    return `${letters.slice(0, head).join("").trimEnd()}…${letters.slice(letters.length - (many - head)).join("").trimStart()}`
  }
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (pen.measureText(with_(middle)).width <= most) low = middle
    else high = middle - 1
  }
  return with_(low).replace(/[<>&]/g, (sign) => Object.keys(signs).find((name) => signs[name] === sign))
}

// The room that names, numbers and a legend take at both sides of the marks; without the texts beside rows where they
// would leave too little.
function roomBeside({ data, layout }, width) {
  const { yaxis, yaxis2, margin, legend } = layout
  const named = [yaxis, yaxis2].find((axis) => axis?.type === "category" || axis?.ticktext)
  const names = named?.ticktext ?? named?.categoryarray ?? data.flatMap((trace) => (onFirst(trace) ? trace.y : []))
  const left = Math.max(margin.l, named ? widest(names) + 12 : AROUND)
  const upright = layout.showlegend && legend?.orientation !== "h"
  const legendary = upright ? widest(data.filter((t) => t.showlegend !== false).map(({ name }) => name)) + 60 : 0
  const right = Math.max(margin.r, legendary, yaxis2?.side === "right" ? AROUND : 0)
  const beside = layout.annotations?.some(({ name }) => name === "beside")
  if (!beside || width - left - right >= LEAST) return { left, right, layout: {} }
  const annotations = layout.annotations.filter(({ name }) => name !== "beside")
  return { left, right: 12, layout: { annotations, margin: { ...margin, r: 12 } } }
}

// Ticks and texts of columns that share the width `across`.
function fitColumns(data, layout, across) {
  const { xaxis } = layout
  const names = columns(data, layout)
  if (!names.length) return [data, layout]
  const pitch = across / names.length
  const traces = data.map((trace) => fitTexts(trace, pitch, names))
  if (!layout.meta?.time) return [traces, upright(layout, names, pitch)]
  const shown = xaxis.ticktext ?? names
  const every = step(shown, across / shown.length)
  if (every === 1 && !xaxis.ticktext) return [traces, layout]
  const ticks = xaxis.ticktext
    ? { tickvals: xaxis.tickvals.filter((_, i) => i % every === 0), ticktext: shown.filter((_, i) => i % every === 0) }
    : { tickmode: "linear", dtick: every, tick0: start(names) % every }
  return [traces, { ...layout, xaxis: { ...xaxis, ...ticks, tickangle: 0 } }]
}

// Names below columns stand on their side where they do not fit beside each other.
function upright(layout, names, pitch) {
  const tight = layout.xaxis.type === "category" && widest(names) + BETWEEN > pitch
  return tight ? { ...layout, xaxis: { ...layout.xaxis, tickangle: -90 } } : layout
}

function columns(data, { xaxis }) {
  if (xaxis?.type === "category") return xaxis.categoryarray ?? [...new Set(data.flatMap(onX))]
  if (xaxis?.ticktext) return xaxis.ticktext
  return data[0]?.textangle === undefined ? [] : data[0].x
}

// The place that has a tick: the first one, where it stands for many years, else the last.
const start = (names) => (String(names[0]).startsWith("before") ? 0 : names.length - 1)
const onX = (trace) => (!trace.xaxis || trace.xaxis === "x" ? trace.x : [])
const step = (texts, pitch) => Math.max(1, Math.ceil((widest(texts) + BETWEEN) / pitch))

// The texts in discs, or above narrow bars, and the size of discs.
function fitTexts(trace, pitch, names) {
  if (!trace.text || trace.orientation === "h" || typeof trace.text === "string") return trace
  if (trace.type === "bar") {
    const every = Math.ceil((trace.textangle ? UPRIGHT : widest(trace.text) + 2) / pitch)
    return every > 1 ? { ...trace, text: trace.text.map((text, i) => (i % every ? "" : text)) } : trace
  }
  const largest = Math.max(0, ...[].concat(trace.marker.size))
  const scale = Math.min(1, (TOUCHING * pitch) / largest)
  const size = [].concat(trace.marker.size).map((one) => Math.max(5, scale * one))
  const marker = scale < 1 ? { ...trace.marker, size: size.length > 1 ? size : size[0] } : trace.marker
  return { ...trace, marker, text: apart(trace, pitch, names) }
}

// Return the texts of discs, without those that lie over one of a larger number in the same row.
function apart({ x, y, text }, pitch, names) {
  if (widest(text) + 2 <= pitch) return text
  const place = (i) => (typeof x[i] === "number" ? x[i] : names.indexOf(x[i])) * pitch
  const number = (i) => parseFloat(text[i].replace(/,/g, "")) * ({ k: 1e3, M: 1e6 }[text[i].at(-1)] ?? 1) || 0
  const kept = new Map()
  const shown = [...text].fill("")
  for (const i of [...text.keys()].sort((one, other) => number(other) - number(one))) {
    const [middle, half] = [place(i), measure(text[i]) / 2 + 1]
    const row = kept.get(y[i]) ?? []
    if (row.some(([at, wide]) => Math.abs(at - middle) < wide + half)) continue
    kept.set(y[i], [...row, [middle, half]])
    shown[i] = text[i]
  }
  return shown
}

// Texts above columns, as many as fit; and titles over small charts, cut to their part of the width.
function fitNotes({ annotations = [] }, width, across, names) {
  const above = annotations.filter(({ name }) => name === "above")
  const every = step(above.map(({ text }) => text), across / Math.max(1, above.length))
  const kept = new Set(above.filter((_, i) => (i - start(names)) % every === 0))
  const over = annotations.filter(({ name }) => name === "over")
  const parts = new Set(over.map(({ x }) => x)).size
  return annotations
    .filter((note) => note.name !== "above" || kept.has(note))
    .map((note) => (note.name === "over" ? { ...note, text: cutLines(note.text, (0.86 * width) / parts) } : note))
}

// The axes of small charts beside each other: two ticks where three do not fit.
function fitSmall(layout, width) {
  const found = Object.entries(layout).filter(([name, axis]) => /^xaxis/.test(name) && axis.tickvals?.length === 3 && axis.domain)
  const room = ([, { domain, tickvals }]) => (domain[1] - domain[0]) * width - 3 * (widest(tickvals) + BETWEEN)
  const tight = found.filter((axis) => room(axis) < 0)
  return Object.fromEntries(tight.map(([name, axis]) => [name, { ...axis, tickvals: [axis.tickvals[0], axis.tickvals[2]] }]))
}

const cutLines = (text, most) => text.split("<br>").map((line) => shorten(line, most)).join("<br>")
const widest = (texts) => Math.max(0, ...texts.map((text) => Math.max(...String(text ?? "").split("<br>").map(measure))))

function measure(text) {
  if (!widths.has(text)) widths.set(text, pen.measureText(plain(text)).width)
  return widths.get(text)
}

const plain = (text) => text.replace(/&(lt|gt|amp);/g, (sign) => signs[sign])
