// One chart: Plotly draws its figure, then redraws what differs; clicks, drags, taps and keys pick marks.
// No text is read as HTML here. Plotly reads a little of it in the texts of a figure; Python escapes those.
import { fit } from "./fit.js"
import { labels, marks, nearest, room, steps } from "./marks.js"

const CONFIG = { displayModeBar: false, doubleClick: false, showTips: false }
const KEYS = "Arrow keys move from mark to mark, Enter picks, Escape leaves, S saves the image."
// A second click on the same mark within this time (ms) belongs to a double click, which picks once.
const DOUBLE = 500
// A pointer that moves further than this (px) drags.
const STILL = 5
// How long (ms) a pick is sent again with those after it: until the server has surely heard of it.
const REPEAT = 10_000
// The size follows the container once it has been at rest this long (ms).
const REST = 80

const charts = new WeakMap()
const themes = new Map()
let number = 0

document.head.append(make("link", { rel: "stylesheet", href: new URL("chart.css", import.meta.url) }))

// Streamlit calls this for each change of data or theme. It calls what it got back when the chart goes, and also when
// a call was late and another followed, which must not take the chart away.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  if (!charts.has(parentElement)) charts.set(parentElement, new Chart(parentElement))
  const chart = charts.get(parentElement)
  chart.latest = component
  chart.show(data, (picks) => setTriggerValue("picked", { steps: globalThis.surveyorSteps ?? null, picks }))
  return () => {
    if (chart.latest !== component) return
    charts.delete(parentElement)
    chart.remove()
  }
}

class Chart {
  constructor(parent) {
    this.plot = make("div", { role: "application", tabindex: 0, "aria-roledescription": "chart" })
    this.plot.setAttribute("aria-description", KEYS)
    this.ring = make("div", { class: "ring", hidden: "" })
    this.words = make("div", { class: "words", "aria-live": "polite" })
    this.button = make("button", { type: "button", tabindex: -1, title: "Save as SVG image" }, "SVG ↓")
    this.box = make("div", { class: "surveyor-chart", role: "figure" })
    this.box.append(this.plot, this.ring, this.words, this.button)
    parent.append(this.box)
    this.picks = []
    this.button.addEventListener("click", () => this.save())
    this.plot.addEventListener("pointerdown", (event) => this.press(event), true)
    this.plot.addEventListener("click", ({ target }) => this.click(target.closest(".xtick, .ytick")))
    this.plot.addEventListener("keydown", (event) => this.type(event))
    this.plot.addEventListener("blur", () => this.leave())
    this.watching = new ResizeObserver(() => this.resize())
    this.watching.observe(this.box)
  }

  show(data, send) {
    this.send = send
    this.file = data.file
    this.box.setAttribute("aria-label", data.title)
    this.plot.setAttribute("aria-label", data.says)
    if (data.figure !== this.text) this.figure = keep(this.figure, JSON.parse(data.figure))
    this.text = data.figure
    this.draw()
  }

  // Plotly gets copies to write on. Without the traces it wrote on, nothing of a drag is left either.
  draw() {
    this.width = this.box.clientWidth
    if (!this.width) return
    const template = theme(this.box)
    const fitted = fit(this.figure, this.width, template.layout.font.family)
    const { data, layout } = fitted
    const traces = data.map((trace) => ({ ...trace }))
    const margin = { ...layout.margin, ...room(fitted, this.width, template.layout.font.family) }
    Plotly.react(this.plot, traces, { ...layout, margin, width: this.width, template }, CONFIG)
    this.labels = { x: labels(this.plot, "x"), y: labels(this.plot, "y") }
    for (const axis of "xy") this.box.classList.toggle(`picks-${axis}`, this.labels[axis].size > 0)
    if (!this.drawn) this.listen()
    if (this.mark) this.move(this.marks().find((mark) => mark.is === this.mark.is))
  }

  listen() {
    this.drawn = true
    this.plot.firstChild.setAttribute("aria-hidden", "true")
    this.plot.on("plotly_selected", (over) => {
      if (!over?.points.length) return
      this.pick([...new Set(over.points.map((point) => point.customdata))])
      setTimeout(() => this.draw())
    })
  }

  resize() {
    clearTimeout(this.resting)
    if (this.box.clientWidth !== this.width) this.resting = setTimeout(() => this.draw(), REST)
  }

  remove() {
    clearTimeout(this.resting)
    this.watching.disconnect()
    if (this.drawn) Plotly.purge(this.plot)
    this.box.remove()
  }

  save() {
    const { height } = this.figure.layout
    Plotly.downloadImage(this.plot, { format: "svg", filename: this.file, width: this.width, height })
  }

  // Each message has the last picks with their numbers: of messages in quick succession Streamlit delivers the last.
  pick(all) {
    const picked = all.filter((mark) => mark?.length)
    if (!picked.length) return
    const [now, same] = [Date.now(), JSON.stringify(picked)]
    const again = same === this.same && now - this.at < DOUBLE
    Object.assign(this, { same, at: now })
    if (again) return
    number = Math.max(number + 1, now)
    this.picks = [...this.picks.filter(([at]) => now - at < REPEAT), [number, picked]]
    this.send(this.picks)
  }

  // A drag ends in a click too, which is none.
  press(down) {
    this.down = down
    const release = ({ clientX, clientY }) => {
      if (Math.hypot(clientX - down.clientX, clientY - down.clientY) > STILL && this.down === down) this.down = null
    }
    window.addEventListener("pointerup", release, { capture: true, once: true })
  }

  // Plotly's own clicks go by where its hover label was last, which in quick clicks is another mark.
  click(tick) {
    if (!this.down) return
    const { clientX, clientY } = this.down
    const axis = tick?.classList.contains("xtick") ? "x" : "y"
    if (tick) this.pick([this.labels[axis].get(tick.__data__.x)])
    else this.pick([nearest(this.marks(), clientX, clientY, this.figure.layout.hovermode === "x")?.picks])
  }

  marks() {
    return marks(this.plot)
  }

  type(event) {
    const { key } = event
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (key === "Escape") this.plot.blur()
    else if (key === "s") this.save()
    else if (key === "Enter" || key === " ") this.pick([this.mark?.picks])
    else if (steps[key]) this.move(steps[key](this.marks(), this.mark))
    else return
    event.preventDefault()
  }

  move(mark) {
    this.mark = mark
    if (!mark || document.activeElement !== this.plot) return this.leave()
    const { left, top } = this.box.getBoundingClientRect()
    const { x, y, width, height } = mark.place
    const place = { left: x - left, top: y - top, width, height }
    for (const side in place) this.ring.style[side] = `${place[side]}px`
    this.ring.hidden = false
    this.words.textContent = mark.words
  }

  leave() {
    this.ring.hidden = true
    this.words.textContent = ""
  }
}

// Return `next`, with each array that equals the one at the same place in `last` replaced by it: Plotly looks no
// further where an array is still the same object.
function keep(last, next) {
  if (!last || !next || typeof last !== "object" || typeof next !== "object") return next
  const plain = Array.isArray(next) && (typeof next[0] !== "object" || Array.isArray(next[0]))
  if (plain) return JSON.stringify(next) === JSON.stringify(last) ? last : next
  for (const name in next) next[name] = keep(last[name], next[name])
  return next
}

// Return the colours and the font of the page's theme as a template of Plotly's, the same object for the same theme.
function theme(element) {
  const style = getComputedStyle(element)
  const names = ["text-color", "background-color", "border-color-light", "font"]
  const [text, page, line, family] = names.map((name) => style.getPropertyValue(`--st-${name}`).trim())
  const key = [text, page, line, family].join()
  if (themes.has(key)) return themes.get(key)
  const axis = { gridcolor: line, zerolinecolor: line, tickcolor: line, automargin: true }
  const errors = { error_x: { color: text }, error_y: { color: text } }
  const layout = {
    font: { color: text, family },
    paper_bgcolor: page,
    plot_bgcolor: page,
    margin: { pad: 8 },
    hoverlabel: { bgcolor: page, bordercolor: line, font: { color: text, size: 12 } },
    legend: { valign: "top" },
    xaxis: { ...axis, showgrid: false, zeroline: false },
    yaxis: axis,
  }
  themes.set(key, { layout, data: { bar: [errors], scatter: [{ ...errors, marker: { line: { width: 0 } } }] } })
  return themes.get(key)
}

function make(name, attributes, text = "") {
  const element = document.createElement(name)
  for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute])
  element.textContent = text
  return element
}
