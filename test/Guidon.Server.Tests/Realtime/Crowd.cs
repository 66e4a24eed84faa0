using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Realtime;

/// <summary>Many subscribers of one environment that have their first event.</summary>
public sealed class Crowd : IDisposable
{
    private readonly HttpClient _http;
    private readonly EventStream[] _streams;

    private Crowd(HttpClient http, EventStream[] streams) => (_http, _streams) = (http, streams);

    public static async Task<Crowd> OpenAsync(GuidonProcess server, int count)
    {
        var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        var streams = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            var stream = await EventStream.OpenAsync(http, server.ClientKey);
            Assert.NotNull(await stream.NextUpdateAsync());
            return stream;
        }));
        return new Crowd(http, streams);
    }

    /// <summary>What each is told next, and when; null for one whose stream has ended.</summary>
    public Task<(string? UpdatedAt, DateTimeOffset At)[]> NextAsync() => Task.WhenAll(_streams.Select(async stream =>
    {
        var told = await stream.NextUpdateAsync();
        return (told, TimeProvider.System.GetUtcNow());
    }));

    /// <summary>Returns when each was told this time; fails when one is told a later one or nothing more.</summary>
    public Task UntilAsync(string updatedAt) => Task.WhenAll(_streams.Select(async stream =>
    {
        for (var told = await stream.NextUpdateAsync(); told != updatedAt; told = await stream.NextUpdateAsync())
            Assert.True(string.CompareOrdinal(told, updatedAt) < 0, $"{told} after {updatedAt}");
    }));

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
        _http.Dispose();
    }
}
