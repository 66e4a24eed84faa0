namespace Guidon.Server.Start;

/// <summary>What the command line and the environment say about this process, checked.</summary>
/// <param name="DataFolder">Absolute path. Default <c>./data</c>.</param>
/// <param name="Urls">Where to listen. Default <c>http://localhost:8000</c>.</param>
internal sealed record ServerOptions(string DataFolder, IReadOnlyList<string> Urls);
