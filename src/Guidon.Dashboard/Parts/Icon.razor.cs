using Microsoft.AspNetCore.Components;

namespace Guidon.Dashboard.Parts;

/// <summary>A small picture beside words; never the only thing that says something.</summary>
public sealed partial class Icon
{
    private static readonly Dictionary<string, string> s_paths = new(StringComparer.Ordinal)
    {
        ["flag"] = "M3.5 14.5v-13M3.5 2.5h9l-2.5 3 2.5 3h-9",
        ["segments"] = "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1.5 13.5c.4-2.4 2.2-3.8 4.5-3.8s4.1 1.4 4.5 3.8M10.8 2.8a2.4 2.4 0 0 1 0 4.4M12 10c1.4.5 2.3 1.7 2.5 3.5",
        ["person"] = "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.5-2.6 2.7-4.2 5.5-4.2s5 1.6 5.5 4.2",
        ["plug"] = "M5.5 1.5v3M10.5 1.5v3M3.5 4.5h9v3a4.5 4.5 0 0 1-9 0ZM8 12v2.5",
        ["pulse"] = "M1.5 8h3l2-5 3 10 2-5h3",
        ["bell"] = "M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3ZM6.5 14.5h3",
        ["log"] = "M3 2.5h10M3 6.2h10M3 9.8h7M3 13.5h5",
        ["people"] = "M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 13.5c.4-2.6 2.4-4 5-4s4.6 1.4 5 4",
        ["key"] = "M10 9.5a3.5 3.5 0 1 0-3.3-2.3L2 12v2h2.5v-1.5H6V11h1.5l1.2-1.6c.4.1.8.1 1.3.1ZM11 5h.01",
        ["search"] = "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14",
        ["plus"] = "M8 2.5v11M2.5 8h11",
        ["menu"] = "M2 4h12M2 8h12M2 12h12",
        ["sun"] = "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
        ["up"] = "M8 13V3M3.5 7.5 8 3l4.5 4.5",
        ["down"] = "M8 3v10M3.5 8.5 8 13l4.5-4.5",
        ["cross"] = "M3.5 3.5l9 9M12.5 3.5l-9 9",
        ["copy"] = "M5.5 5.5h8v8h-8ZM2.5 10.5v-8h8",
        ["replay"] = "M2.5 8a5.5 5.5 0 1 0 1.8-4M2.5 1.8v3.4h3.4",
        ["check"] = "M2.5 8.5 6 12l7.5-8",
        ["warning"] = "M8 2 1.5 13.5h13ZM8 6.5v3.2M8 11.5v.3",
        ["arrow"] = "M3 8h10M9 4l4 4-4 4",
        ["tag"] = "M8.2 2.5H2.5v5.7l5.3 5.3 5.7-5.7ZM5.2 5.2h.01",
        ["sliders"] = "M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3",
        ["chart"] = "M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6",
        ["shield"] = "M8 1.8 13 3.6v4.1c0 3.1-2 5.3-5 6.5-3-1.2-5-3.4-5-6.5V3.6Z",
        ["folder"] = "M2 12.8V3.5h4.2l1.6 2H14v7.3Z",
        ["grip"] = "M6 3v.01M10 3v.01M6 8v.01M10 8v.01M6 13v.01M10 13v.01",
    };

    /// <summary>One of the names above; another one draws nothing.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    private string Path => s_paths.GetValueOrDefault(Name, "");
}
