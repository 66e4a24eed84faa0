using System.CommandLine;

namespace Guidon.Cli;

/// <summary><c>guidon edge</c>: answers SDKs in front of another server that speaks the same protocol.</summary>
internal static class EdgeVerb
{
    internal static Command Build(Verbs verbs)
    {
        var config = new Option<string?>("--config") { Description = "The official edge proxy's config.json. Default: CONFIG_PATH, else ./config.json." };
        var data = new Option<string?>("--data") { Description = "Folder of documents, traits and events. Default ./data." };
        var urls = new Option<string?>("--urls") { Description = "Where to listen. Default: the configuration's server, else http://0.0.0.0:8000." };
        var command = new Command("edge", "Serves the SDK API in front of another Flagsmith-compatible server; documents survive its outages.")
        {
            config,
            data,
            urls,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => verbs.EdgeAsync(
            [
                .. ServeVerb.Named("--config", parsed.GetValue(config)),
                .. ServeVerb.Named("--data", parsed.GetValue(data)),
                .. ServeVerb.Named("--urls", parsed.GetValue(urls)),
                .. parsed.UnmatchedTokens,
            ],
            cancellation));
        return command;
    }
}
