using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class CallTests
{
    [Fact]
    public void Connections_are_opened_where_it_is_known_whom_they_reach() => Expect.Obeyed(CallRules.Unknown);

    [Theory]
    [InlineData("private readonly HttpClient _http = new();")]
    [InlineData("using var http = new HttpClient { BaseAddress = home };")]
    [InlineData("await Dns.GetHostAddressesAsync(name);")]
    [InlineData("var socket = new Socket(family, type, protocol);")]
    public void A_new_caller_is_found(string text) => Expect.Finds(CallRules.Unknown, ("src/Guidon.Server/A.cs", text));

    [Fact]
    public void Whoever_is_written_down_is_accepted() => Expect.Accepts(CallRules.Unknown, ("src/Guidon.Delivery/HttpSender.cs", "new SocketsHttpHandler()"));
}
