// Streamlit passes on either clicks or drags of a Plotly chart. This passes on the clicks of a chart that can be
// dragged: the chart whose key begins with data.chart tells which value was clicked.
export default function ({ data, setTriggerValue }) {
  const listen = () => {
    const charts = document.querySelectorAll(`[class*="st-key-${data.chart}"] .js-plotly-plot`)
    for (const chart of charts) {
      if (chart.passesOnClicks || !chart.on) continue
      chart.passesOnClicks = true
      chart.on("plotly_click", (event) => setTriggerValue("picked", String(event.points[0].customdata)))
    }
  }
  listen()
  const watching = new MutationObserver(listen)
  watching.observe(document.body, { childList: true, subtree: true })
  return () => watching.disconnect()
}
