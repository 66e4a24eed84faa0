using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guidon.Server.Upstream;

/// <summary>Joins the pages of one document: the first says everything, later ones only add identity overrides.</summary>
internal static class DocumentPages
{
    private const string Overrides = "identity_overrides";

    /// <exception cref="FetchException">A page is not a JSON object, or has no list of overrides.</exception>
    internal static ReadOnlyMemory<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> pages)
    {
        var first = Parse(pages[0]);
        if (first[Overrides] is null) first[Overrides] = new JsonArray();
        var all = OverridesOf(first);
        foreach (var page in pages.Skip(1))
        {
            var more = OverridesOf(Parse(page));
            foreach (var each in more.ToList())
            {
                more.Remove(each);   // a node has one parent
                all.Add(each);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes<JsonNode>(first, UpstreamJson.Default.JsonNode);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> page)
    {
        try
        {
            return JsonNode.Parse(page.Span) as JsonObject ?? throw new FetchException("a page of the document is not a JSON object");
        }
        catch (JsonException)
        {
            throw new FetchException("a page of the document is not JSON");
        }
    }

    private static JsonArray OverridesOf(JsonObject page) =>
        page[Overrides] as JsonArray ?? throw new FetchException($"a page of the document has no {Overrides}");
}
