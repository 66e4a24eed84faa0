using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer;
using Guidon.Transfer.LaunchDarkly;

namespace Guidon.Cli;

/// <summary><c>guidon import</c>: converts what another platform exported, or our own file, and sends it to a server.</summary>
internal sealed class ImportVerb(Verbs verbs)
{
    /// <summary>All of it was carried.</summary>
    internal const int Whole = 0;

    /// <summary>The server refuses; nothing of that file was stored.</summary>
    internal const int Refused = 1;

    /// <summary>The command line or the file is wrong.</summary>
    internal const int BadInput = 2;

    /// <summary>It was imported, and the report lists what was not carried.</summary>
    internal const int Lossy = 3;

    // A text of more is beyond what a process can hold as one document.
    private const long FileBytesMax = 1_000_000_000;
    private const string Flagsmith = "flagsmith-api";
    private const string LaunchDarkly = "launchdarkly-api";

    private readonly ServerOptions _server = new();
    private readonly Argument<string> _source = new("source") { Description = "A file, - for standard input, or with --format flagsmith-api or launchdarkly-api an address: https://app.launchdarkly.com." };
    private readonly Option<string> _format = new("--format") { Required = true, Description = $"{string.Join(", ", Formats.Names)}, {Flagsmith} or {LaunchDarkly}." };
    private readonly Option<int?> _project = new("--project") { Description = "Into this project. Default: the organisation's project with the file's uuid or name, or a new one." };
    private readonly Option<int> _organisation = new("--organisation") { Description = "Into this organisation. Default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _name = new("--name") { Description = "Name of the project, for formats that have none. Default Imported.", DefaultValueFactory = _ => "Imported" };
    private readonly Option<string> _environment = new("--environment") { Description = "Name of the environment, likewise. Default Production.", DefaultValueFactory = _ => "Production" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Tells what would be and stores nothing." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Also removes what the file does not have." };
    private readonly Option<string?> _report = new("--report") { Description = "Writes the loss report to this file, as JSON." };
    private readonly Option<string?> _sourceKey = new("--source-key") { Description = $"The key or token of the other server. Default: {SourceCalls.KeyVariable}." };
    private readonly Option<string> _sourceProject = new("--source-project") { Description = "The project there: its id, or at LaunchDarkly its key. Default 1, at LaunchDarkly \"default\"." };
    private readonly Option<int> _sourceSeconds = new("--source-seconds") { Description = "Seconds that one answer of the other server may take. Default 100.", DefaultValueFactory = _ => 100 };
    private readonly Option<bool> _identities = new("--with-identities") { Description = "Also reads stored identities and their traits from the other server." };

    internal static Command Build(Verbs verbs) => new ImportVerb(verbs).Command();

    private Command Command()
    {
        var command = new Command("import", "Imports a project from a file or another server. Exit code 0; 1 when the server refuses; 2 for a wrong command line or file; 3 when it is done and something was not carried.") { _source };
        foreach (var option in (Option[])[_format, .. _server.All, _project, _organisation, _name, _environment, _dryRun, _replace, _report, _sourceKey, _sourceProject, _sourceSeconds, _identities]) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var calls = await _server.OpenAsync(parsed, "import").ConfigureAwait(false);
            return calls is null ? BadInput : await RunAsync(parsed, calls, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, ServerCalls calls, CancellationToken cancellation)
    {
        Conversion conversion;
        FileStream? report = null;
        try
        {
            conversion = await (parsed.GetValue(_format) switch
            {
                Flagsmith => FetchAsync(parsed, cancellation),
                LaunchDarkly => FetchLaunchDarklyAsync(parsed, cancellation),
                _ => ReadAsync(parsed, cancellation),
            }).ConfigureAwait(false);
            if (conversion.Files.Count > 1 && parsed.GetValue(_project) is not null) throw new SourceException($"The file holds {conversion.Files.Count} projects, and --project names one; without it each gets its own.");
            // Before anything is stored: a report that cannot be written must not be found out afterwards.
            if (parsed.GetValue(_report) is { Length: > 0 } path) report = File.Create(path);
        }
        catch (Exception error) when (error is SourceException or JsonException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"guidon import: {error.Message}").ConfigureAwait(false);
            return BadInput;
        }

        List<Loss> losses = [.. conversion.Losses];
        using (report)
        {
            var isDone = await UploadAsync(parsed, calls, conversion.Files, losses, cancellation).ConfigureAwait(false);
            if (isDone || losses.Count > 0) ImportReport.Tell(losses);
            if (report is not null) await JsonSerializer.SerializeAsync(report, new LossReport(losses), TransferJson.Default.LossReport, cancellation).ConfigureAwait(false);
            return !isDone ? Refused : losses.Count == 0 ? Whole : Lossy;
        }
    }

    // Those before one that is refused are stored, so what they lost is told too.
    private async Task<bool> UploadAsync(ParseResult parsed, ServerCalls calls, IReadOnlyList<ProjectFile> files, List<Loss> losses, CancellationToken cancellation)
    {
        var upload = new ImportUpload(calls, parsed.GetValue(_dryRun), parsed.GetValue(_replace));
        var place = FormattableString.Invariant(parsed.GetValue(_project) is { } project ? $"projects/{project}" : (FormattableString)$"organisations/{parsed.GetValue(_organisation)}");
        foreach (var file in files)
        {
            var (answer, error) = await upload.SendAsync(file, place, cancellation).ConfigureAwait(false);
            if (answer is null)
            {
                await Console.Error.WriteLineAsync($"guidon import: {file.Project.Name}: {error}").ConfigureAwait(false);
                return false;
            }

            ImportReport.Tell(file, answer);
            losses.AddRange(answer.Losses);
        }

        return true;
    }

    private async Task<Conversion> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (path, format) = (parsed.GetValue(_source) ?? "-", parsed.GetValue(_format) ?? "");
        // Before the file is looked for: whoever misspells the format or gives an address would be told that there is no such file.
        if (!Formats.Names.Contains(format)) throw new SourceException($"There is no format \"{format}\": {string.Join(", ", [.. Formats.Names, Flagsmith, LaunchDarkly])}.");
        if (path.Contains("://", StringComparison.Ordinal)) throw new SourceException($"--format {format} reads a file, and '{path}' is an address: it takes {Flagsmith} or {LaunchDarkly}.");
        if (path != "-" && new FileInfo(path) is { Exists: true, Length: > FileBytesMax }) throw new SourceException($"{path} is larger than the limit of {FileBytesMax} bytes.");
        var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        await using (input.ConfigureAwait(false))
        {
            using var json = await JsonDocument.ParseAsync(input, default, cancellation).ConfigureAwait(false);
            return Formats.Convert(format, json.RootElement, parsed.GetValue(_name) ?? "", parsed.GetValue(_environment) ?? "", TimeProvider.System.GetUtcNow());
        }
    }

    private async Task<Conversion> FetchAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!int.TryParse(parsed.GetValue(_sourceProject) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var project)) throw new SourceException("--source-project: the number of a project is required.");
        using var source = Open(parsed, "/api/v1/", "Api-Key ");
        var api = new Transfer.Flagsmith.FlagsmithApi(source.GetAsync, verbs.Integrations, verbs.ProjectIntegrations, Tell);
        return await api.ReadAsync(project, parsed.GetValue(_identities), cancellation).ConfigureAwait(false);
    }

    private async Task<Conversion> FetchLaunchDarklyAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_identities)) throw new SourceException("--with-identities: LaunchDarkly keeps no identities that could be read.");
        using var source = Open(parsed, "/api/v2/", "");
        source.Add("LD-API-Version", LaunchDarklyApi.Version);
        return await new LaunchDarklyApi(source.GetAsync, Tell).ReadAsync(parsed.GetValue(_sourceProject) ?? "default", parsed.GetValue(_name) ?? "", cancellation).ConfigureAwait(false);
    }

    private SourceCalls Open(ParseResult parsed, string below, string scheme) =>
        SourceCalls.Open(parsed.GetValue(_source) ?? "", below, scheme, parsed.GetValue(_sourceKey) ?? Environment.GetEnvironmentVariable(SourceCalls.KeyVariable), parsed.GetValue(_sourceSeconds));

    private static void Tell(string line) => Console.Error.WriteLine($"reading: {line}");
}
