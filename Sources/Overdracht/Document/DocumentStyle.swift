/// The style of a document that was unpacked; in the page's frame that page's own style counts.
enum DocumentStyle {
  static let text = """
    :root{--ink:#1a2229;--quiet:#4a5661;--line:#b9c3cc;--blue:#123f6d;--rust:#8a3b00}
    *{box-sizing:border-box}
    html{font:1.0625rem/1.6 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
    body{margin:0;color:var(--ink);background:#fff;overflow-wrap:anywhere}
    main{max-width:48rem;margin:0 auto;padding:1rem}
    h1,h2,h3,h4{line-height:1.3;color:var(--blue);margin:1.5rem 0 .5rem}
    h1{font-size:1.875rem}h2{font-size:1.375rem;padding-top:.75rem;border-top:1px solid var(--line)}h3{font-size:1.125rem}h4{font-size:1.0625rem}
    p,ul,dl{margin:0 0 .75rem}
    .quiet{color:var(--quiet)}
    .notice{margin:0 0 1rem;padding:.75rem 1rem;border-left:.375rem solid var(--rust);background:#fff3e0}
    .notice h2{padding:0;border:0}
    .notice>:first-child{margin-top:0}.notice>:last-child{margin-bottom:0}
    .facts div{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.25rem 0;border-bottom:1px solid var(--line)}
    .facts dt{flex:0 1 15rem;color:var(--quiet)}.facts dd{flex:1 1 14rem;margin:0}
    .fact,.opinion{margin:0 0 1.25rem;padding-left:1rem;border-left:.375rem solid var(--blue)}
    .opinion{border-left:.375rem dashed var(--rust)}
    .fact h3,.opinion h3{margin-top:0}
    .tag{padding:.0625rem .5rem;border-radius:.25rem;color:#fff;background:var(--blue);font-size:.875rem}
    .opinion .tag{background:var(--rust)}
    blockquote{margin:0 0 .75rem;padding-left:1rem;border-left:.25rem solid var(--line)}
    code{font-family:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;font-size:.9375rem}
    table{width:100%;border-collapse:collapse;margin:0 0 1rem}
    caption{text-align:left;font-weight:600}
    th,td{padding:.375rem .5rem;text-align:left;vertical-align:top;border:1px solid var(--line)}
    svg{display:block;max-width:100%;height:auto}
    @media print{html{font-size:11pt}main{padding:0}tr,li,.facts div{break-inside:avoid}h1,h2,h3,h4{break-after:avoid}}
    """
}
