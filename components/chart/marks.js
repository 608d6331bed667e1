// The marks of a chart as Plotly drew them: where they are, what they say, what they pick, and the way between them.

// As far as this (px) from a mark, a click still picks it.
const NEAR = 12
// The room (px) between names and marks.
const BESIDE = 10

const pen = document.createElement("canvas").getContext("2d")

// Return every mark with a hover text that is large enough to be seen. `column` and `row` are numbers by which marks
// that a reader steps along have the same one; the traces of a stack are rows from the top.
export function marks(plot) {
  return [...plot.querySelectorAll(".points > .point")].flatMap((point) => {
    const { trace } = point.closest(".trace").__data__[0]
    const { i } = point.__data__
    const place = (point.querySelector("path") ?? point).getBoundingClientRect()
    if (trace.hoverinfo === "skip" || !place.width || !place.height) return []
    const [x, y] = [trace.xaxis, trace.yaxis].map((id) => hasNames(plot._fullLayout[id.replace(/^./, "$&axis")]))
    const [across, down] = [place.x + place.width / 2, place.y + place.height / 2].map(Math.round)
    return {
      is: `${trace.index} ${i} ${trace.customdata?.[i]}`,
      column: y && !x ? trace.index : across,
      row: y ? down : trace.type === "bar" ? -trace.index : trace.index,
      place,
      picks: trace.customdata?.[i],
      words: plain([].concat(trace.hovertext)[i] ?? ""),
    }
  })
}

// Return the mark at a place of the window, or near it; where a whole column is one target, a mark of that column.
export function nearest(all, x, y, column) {
  let [found, least] = [undefined, NEAR]
  for (const mark of all) {
    const { left, right, top, bottom, width } = mark.place
    const aside = Math.max(left - x, x - right, 0)
    const away = column ? aside : Math.hypot(aside, Math.max(top - y, y - bottom, 0))
    const far = column && aside > Math.max(width / 6, 3)
    if (!far && away <= least && mark.picks?.length) [found, least] = [mark, away]
  }
  return found
}

// From the marks and the present one to the next: left and right along rows, up and down along columns.
const along = (first, second, step) => (all, present) => {
  const ordered = all.sort((one, other) => one[first] - other[first] || one[second] - other[second])
  const at = ordered.findIndex((mark) => mark.is === present?.is)
  return ordered[Math.min(Math.max(at < 0 && step < 0 ? 0 : at + step, 0), ordered.length - 1)]
}
export const steps = {
  ArrowRight: along("row", "column", 1),
  ArrowLeft: along("row", "column", -1),
  ArrowDown: along("column", "row", 1),
  ArrowUp: along("column", "row", -1),
  Home: along("row", "column", -Infinity),
  End: along("row", "column", Infinity),
}

// Return what the labels of an axis of categories pick: by place, what all marks there pick, if that is the same.
export function labels({ data, _fullLayout: full }, letter) {
  const { type, tickmode, _categories: names = [] } = full[`${letter}axis`] ?? {}
  const picks = new Map()
  if (type !== "category" || tickmode === "array") return picks
  for (const trace of data) {
    if (!trace.customdata || (trace[`${letter}axis`] ?? letter) !== letter) continue
    trace[letter].forEach((name, i) => {
      const [place, mark] = [names.indexOf(name), trace.customdata[i]]
      picks.set(place, picks.has(place) && String(picks.get(place)) !== String(mark) ? "" : mark)
    })
  }
  for (const [place, mark] of picks) if (!mark.length) picks.delete(place)
  return picks
}

// Return the margin that the names of rows need, if they need one. Plotly finds that a margin is too small only when it
// has drawn the chart, and then draws it again.
export function room({ data, layout: { yaxis, margin } }, width, family) {
  if (yaxis?.type !== "category") return {}
  pen.font = `${yaxis.tickfont.size}px ${family}`
  const names = data.flatMap((trace) => (trace.yaxis ? [] : trace.y))
  const left = Math.ceil(Math.max(0, ...names.map((name) => pen.measureText(plain(name)).width))) + BESIDE
  return left > margin.l && left < width / 3 ? { l: left } : {}
}

const hasNames = (axis) => axis.type === "category" || Boolean(axis.ticktext)

// Return a text as Plotly shows it, without its few marks of HTML.
function plain(text) {
  const signs = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
  return text.replace(/<br>/g, ". ").replace(/&(lt|gt|amp);/g, (sign) => signs[sign])
}
