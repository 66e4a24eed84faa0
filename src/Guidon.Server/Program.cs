using System.Collections.Immutable;
using Guidon.Cli;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Flags;
using Guidon.Flags.Contexts;
using Guidon.Integrations;
using Guidon.Server.Drills;
using Guidon.Server.Start;
using Guidon.Storage;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;

// The one binary. The command line's grammar lives in Guidon.Cli; what the verbs do is handed in here.
return await CommandTree.RunAsync(args, new Verbs
{
    ServeAsync = ServerProcess.RunAsync,
    EdgeAsync = ServerProcess.RunEdgeAsync,
    Evaluate = (context, output) => Sentence(ContextEvaluation.Evaluate(context, output)),
    CompareMappersAsync = (folder, events, cancellation) => MapperCheck.RunAsync(folder, events, [.. Catalog.All, .. Catalog.OfInstallation], cancellation),
    DrillAsync = (variant, minutes, cancellation) => DrillRun.RunAsync(variant, minutes, Catalog.All, cancellation),
    BackUpAsync = DataFolderCopy.BackUpAsync,
    RestoreAsync = DataFolderCopy.RestoreAsync,
    Examine = (folder, database) => Views(database is null ? SqliteStorage.Examine(folder) : PostgresExamination.Examine(database, TimeProvider.System)),
    Integrations = [.. Catalog.All.Where(each => each.Levels.Contains(IntegrationLevel.Environment) && !each.HasSeveral).Select(each => each.Name)],
    ProjectIntegrations = [.. Catalog.All.Where(each => each.Levels.Contains(IntegrationLevel.Project)).Select(each => each.Name)],
    VerifyAudit = (folder, database) => Views(DataFolder.VerifyAudit(folder, database)),
    Explain = (context, flag, output) => Sentence(ContextEvaluation.Explain(context, flag, output)),
});

static string? Sentence(ImmutableArray<DocumentError> errors) => errors.IsEmpty ? null : string.Join("; ", errors);

static (IReadOnlyList<FindingView> Findings, string? Refusal) Views((IReadOnlyList<Finding> Findings, string? Refusal) examined) =>
    ([.. examined.Findings.Select(finding => new FindingView(finding.Code, finding.Text, finding.DestinationId))], examined.Refusal);
