namespace Guidon.Server.Start;

/// <summary>What a person sees when the server is ready.</summary>
internal static class StartReport
{
    internal static void Print(TextWriter output, ICollection<string> urls, string dataFolder, FirstStartReport? first)
    {
        output.WriteLine($"Guidon {ServerVersion.Text} is ready at {string.Join(", ", urls)}, data in {dataFolder}");
        if (first is not null) PrintKeys(output, urls, first);
    }

    /// <summary>What the first start made, also when the start itself did not come to its end: later ones do not know it.</summary>
    internal static void PrintKeys(TextWriter output, ICollection<string> urls, FirstStartReport first)
    {
        var address = urls.FirstOrDefault() ?? "http://localhost:8000";
        output.WriteLine();
        output.WriteLine("First start. Keep what follows; secrets are shown this once.");
        output.WriteLine($"  administrator:   {first.AdminEmail}");
        output.WriteLine($"  password:        {first.AdminPassword ?? "(as preset)"}");
        output.WriteLine($"  master API key:  {first.ApiKey ?? "(as preset)"}");
        output.WriteLine($"  dashboard:       {address.TrimEnd('/')}/");
        if (first.ClientKey is null) return;
        output.WriteLine($"  client-side key: {first.ClientKey}");
        output.WriteLine($"  server-side key: {first.ServerKey}");
        output.WriteLine();
        output.WriteLine("Try it:");
        output.WriteLine($"  curl {address.TrimEnd('/')}/api/v1/flags/ -H 'X-Environment-Key: {first.ClientKey}'");
        output.WriteLine();
    }
}
