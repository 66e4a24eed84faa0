using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.LaunchDarkly;

/// <summary>
/// Reads a project from LaunchDarkly's REST API, version <see cref="Version"/>, into the one file that <see cref="Formats"/> converts. It opens no
/// connection: somebody hands it the answers.
/// </summary>
/// <param name="get">The answer to a GET of a path below <c>/api/v2/</c>; <see langword="null"/> for 404 and 403.</param>
/// <param name="progress">Is told what is being read.</param>
public sealed class LaunchDarklyApi(Func<string, CancellationToken, Task<JsonElement?>> get, Action<string> progress)
{
    /// <summary>The value of the header <c>LD-API-Version</c>; a token without one answers in the version that it was made for.</summary>
    public const string Version = "20240415";

    private const int PagesMax = 10_000;
    private const int EnvironmentsMax = 3;   // of one request; with more, answers leave out targets and rules

    /// <summary>Reads it whole: environments, flags that are archived or not, and segments.</summary>
    /// <param name="project">The project's key there.</param>
    /// <param name="name">The project's name here.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SourceException">There is no such project for the token, or an answer has another shape.</exception>
    public async Task<Conversion> ReadAsync(string project, string name, CancellationToken cancellation)
    {
        var key = Uri.EscapeDataString(project);
        var environments = await ListAsync($"projects/{key}/environments?limit=50", cancellation).ConfigureAwait(false);
        var keys = environments.ConvertAll(each => KeyOf(each, "environments"));
        progress($"{keys.Count} environments");
        var flags = await FlagsAsync(key, keys, cancellation).ConfigureAwait(false);
        progress($"{flags.Count} flags");
        var segments = new JsonObject();
        foreach (var environment in keys)
        {
            var items = await ListAsync($"segments/{key}/{Uri.EscapeDataString(environment)}?limit=50", cancellation).ConfigureAwait(false);
            segments[environment] = Items(items);
            progress($"{items.Count} segments of {environment}");
        }

        var file = new JsonObject { ["environments"] = Items(environments), ["flags"] = Items(flags), ["segments"] = segments };
        return Formats.Convert("launchdarkly", JsonElement.Parse(file.ToJsonString()), name, "", default);
    }

    // The same flags once for every three environments; what differs are the environments in them.
    private async Task<List<JsonObject>> FlagsAsync(string project, List<string> environments, CancellationToken cancellation)
    {
        Dictionary<string, JsonObject> flags = [];
        foreach (var some in environments.Chunk(EnvironmentsMax))
        {
            var path = $"flags/{project}?summary=0&limit=100{string.Concat(some.Select(each => "&env=" + Uri.EscapeDataString(each)))}";
            var live = await ListAsync(path, cancellation).ConfigureAwait(false);
            var archived = await ListAsync(path + "&filter=state%3Aarchived", cancellation).ConfigureAwait(false);   // a list without this leaves them out
            foreach (var flag in live.Concat(archived))
            {
                if (flags.TryAdd(KeyOf(flag, "flags"), flag)) continue;
                var known = flags[KeyOf(flag, "flags")];
                if (flag["environments"] is not JsonObject more || known["environments"] is not JsonObject all) continue;
                foreach (var (environment, value) in more) all[environment] = value?.DeepClone();
            }
        }

        return [.. flags.Values];
    }

    private async Task<List<JsonObject>> ListAsync(string path, CancellationToken cancellation)
    {
        List<JsonObject> all = [];
        for (var page = 0; page < PagesMax; page++)
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"{path}&offset={all.Count}");
            if (await get(next, cancellation).ConfigureAwait(false) is not { } answer) throw new SourceException($"{next}: the token does not see it, or there is no such thing.");
            SourceText.Check(answer, next);
            var source = new SourceObject(answer, next, new LossLog());
            var items = source.Values("items");
            all.AddRange(items.Select(each => each.ValueKind == JsonValueKind.Object && JsonObject.Create(each) is { } item ? item : throw new SourceException($"{next}: a list of objects was expected.")));
            // Without a total the list is one that has no pages.
            if (items.Count == 0 || all.Count >= (source.Integer("totalCount") ?? 0)) return all;
        }

        throw new SourceException($"{path}: it has more than {PagesMax} pages.");
    }

    private static JsonObject Items(IEnumerable<JsonObject> items) => new() { ["items"] = new JsonArray([.. items]) };

    private static string KeyOf(JsonObject item, string list) =>
        item["key"] is JsonValue value && value.TryGetValue<string>(out var key) && key.Length > 0 ? key : throw new SourceException($"{list}: one of them has no key.");
}
