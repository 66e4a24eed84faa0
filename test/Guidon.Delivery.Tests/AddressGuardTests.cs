using System.Net;
using System.Text;
using Guidon.Doubles;
using Guidon.Receivers;

namespace Guidon.Delivery.Tests;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[::7f00:1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:10.0.0.1]")]
    [InlineData("[64:ff9b::a00:1]")]
    [InlineData("[64:ff9b:1::1]")]
    [InlineData("[100::1]")]
    [InlineData("[2001::1]")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[3fff::1]")]
    [InlineData("[5f00::1]")]
    [InlineData("[fc00::1]")]
    [InlineData("[fd00::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[fec0::1]")]
    [InlineData("[ff02::1]")]
    [InlineData("2130706433")]          // 127.0.0.1 as one number
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("LOCALHOST")]
    [Trait("Row", "SEC-01, S01")]
    public async Task Private_and_reserved_addresses_are_refused_in_every_spelling(string host) =>
        Assert.NotNull(await Guard().RefusalAsync($"https://{host}/hook", default));

    [Theory]
    [InlineData("169.254.169.254.")]
    [InlineData("2852039166")]
    [InlineData("0xa9fea9fe")]
    [InlineData("0251.0376.0251.0376")]
    [InlineData("0x7f.0x0.0x0.0x1")]
    [InlineData("127.0.1")]
    [InlineData("127。0。0。1")]
    [InlineData("192.31.196.1")]
    [InlineData("192.52.193.1")]
    [InlineData("192.175.48.1")]
    [InlineData("198.18.0.0")]
    [InlineData("255.255.255.254")]
    [InlineData("[0:0:0:0:0:ffff:127.0.0.1]")]
    [InlineData("[::ffff:a9fe:a9fe]")]
    [InlineData("[::ffff:0:7f00:1]")]
    [InlineData("[::2]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("[fdff:ffff::1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[64:ff9b::169.254.169.254]")]
    [InlineData("[2002:a9fe:a9fe::]")]
    [InlineData("[2001:0:7f00:1::]")]
    [InlineData("[2001:2::1]")]
    [InlineData("[2001:10::1]")]
    [InlineData("[2001:20::1]")]
    [InlineData("[2620:4f:8000::1]")]
    [InlineData("[100:0:0:1::1]")]
    [InlineData("[1fff::1]")]
    [InlineData("[4000::1]")]
    [InlineData("[8000::1]")]
    [InlineData("[feb0::1]")]
    [InlineData("[ff0e::1]")]
    [Trait("Row", "SEC-01, S01")]
    public async Task Tunnels_metadata_services_and_unassigned_networks_are_refused(string host) =>
        Assert.NotNull(await Guard().RefusalAsync($"https://{host}/hook", default));

    [Theory]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://93.184.216.34:8443/hook")]
    [InlineData("https://[2606:2800:220:1:248:1893:25c8:1946]/")]
    [InlineData("https://public.example/")]
    [InlineData("https://not-known-yet.example/")]
    [InlineData("http://10.1.2.3:9999/")]
    [InlineData("https://10.1.2.3/")]
    public async Task Public_and_allowed_addresses_pass(string address) =>
        Assert.Null(await Guard("10.1.0.0/16").RefusalAsync(address, default));

    [Theory]
    [InlineData("http://93.184.216.34/")]
    [InlineData("http://public.example/")]
    [InlineData("http://not-known-yet.example/")]
    [InlineData("https://93.184.216.34:22/")]
    [InlineData("https://user:word@93.184.216.34/")]
    [InlineData("https://user@93.184.216.34/")]
    [InlineData("https://public.example@127.0.0.1/")]
    [InlineData("https://127.0.0.1#@public.example/")]
    [InlineData("https://127.0.0.1\\@public.example/")]
    [InlineData("https://93.184.216.34:0/")]
    [InlineData("https://93.184.216.34:65535/")]
    [InlineData("https://93.184.216.34:8080/")]
    [InlineData("gopher://93.184.216.34/")]
    [InlineData("http://93.184.216.34:443/")]
    [InlineData("https://mixed.example/")]
    [InlineData("ftp://93.184.216.34/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//93.184.216.34/")]
    [InlineData("https://")]
    [InlineData("https://93.184.216.34/\r\nX: y")]
    [InlineData("https://93.184.216.34/a b")]
    [InlineData("nonsense")]
    [InlineData("")]
    [Trait("Row", "SEC-03, S01")]
    public async Task Plain_http_odd_ports_credentials_and_nonsense_are_refused(string address) =>
        Assert.NotNull(await Guard().RefusalAsync(address, default));

    [Fact]
    [Trait("Row", "SEC-02, S02")]
    public async Task A_name_that_was_public_when_saved_and_is_private_when_called_is_refused_at_the_connection()
    {
        await using var inner = await RecordingReceiver.StartAsync();
        var lookUps = 0;
        var options = new DeliveryOptions { AllowedPorts = [inner.Address.Port] };
        var guard = new AddressGuard(
            options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(lookUps++ == 0 ? "93.184.216.34" : "127.0.0.1")]), TimeProvider.System);
        using var sender = new HttpSender(guard, options, TimeProvider.System);
        var address = $"https://rebinding.example:{inner.Address.Port}/";

        var saved = await guard.RefusalAsync(address, default);
        var answer = await sender.SendAsync(new OutgoingRequest { Address = new Uri(address), Body = Encoding.UTF8.GetBytes("{}") }, default);

        Assert.Null(saved);
        Assert.Equal(SendFailure.AddressRefused, answer.Failure);
        Assert.Empty(inner.Requests);
    }

    [Fact]
    [Trait("Row", "S01, S04")]
    public async Task Letters_that_look_like_digits_are_a_name_that_nobody_knows()
    {
        await using var inner = await RecordingReceiver.StartAsync();
        var options = new DeliveryOptions { AllowedPorts = [inner.Address.Port] };
        using var sender = new HttpSender(new AddressGuard(options, ResolveAsync, TimeProvider.System), options, TimeProvider.System);

        var answer = await sender.SendAsync(
            new OutgoingRequest { Address = new Uri($"https://１２７.0.0.1:{inner.Address.Port}/"), Body = default }, default);

        Assert.Contains(answer.Failure, (SendFailure[])[SendFailure.AddressRefused, SendFailure.Network]);
        Assert.Empty(inner.Requests);
    }

    [Theory]
    [InlineData("10.1.0.0", true)]
    [InlineData("10.1.255.255", true)]
    [InlineData("[::ffff:10.1.2.3]", true)]
    [InlineData("10.0.255.255", false)]
    [InlineData("10.2.0.0", false)]
    [InlineData("10.1.0.0.nip.example", true)]     // a name is what it resolves to; nobody knows this one yet
    [InlineData("[64:ff9b::a01:203]", false)]      // a tunnel to an allowed address is not that address
    [Trait("Row", "S04")]
    public async Task An_allow_list_means_its_networks_to_the_last_address_and_nothing_beside(string host, bool isAllowed) =>
        Assert.Equal(isAllowed, await Guard("10.1.0.0/16").RefusalAsync($"https://{host}/", default) is null);

    [Fact]
    [Trait("Row", "S02, E08")]
    public async Task The_connection_goes_to_the_address_that_was_checked_and_each_connection_checks_again()
    {
        await using var first = await RecordingReceiver.StartAsync();
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.9"]);
        var options = new DeliveryOptions { AllowedNetworks = ["127.0.0.1/32"] };
        var guard = new AddressGuard(options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]), TimeProvider.System);
        var request = new OutgoingRequest { Address = new Uri($"http://rebinding.example:{first.Address.Port}/"), Body = "{}"u8.ToArray() };

        using var sender = new HttpSender(guard, options, TimeProvider.System);
        var allowed = await sender.SendAsync(request, default);
        using var another = new HttpSender(guard, options, TimeProvider.System);
        var refused = await another.SendAsync(request, default);

        Assert.Equal((200, SendFailure.AddressRefused), (allowed.Status, refused.Failure));
        Assert.Equal("rebinding.example:" + first.Address.Port, Assert.Single(first.Requests).Header("Host"));
        Assert.Empty(answers);
    }

    [Fact]
    [Trait("Row", "E08")]
    public async Task A_name_with_a_hundred_addresses_is_tried_at_eight()
    {
        await using var ninth = await RecordingReceiver.StartAsync("http://127.0.1.9:0");
        var options = new DeliveryOptions { AllowedNetworks = ["127.0.0.0/8"] };
        IPAddress[] hundred = [.. Enumerable.Range(1, 100).Select(n => IPAddress.Parse($"127.0.1.{n}"))];
        using var sender = new HttpSender(
            new AddressGuard(options, (_, _) => Task.FromResult(hundred), TimeProvider.System), options, TimeProvider.System);

        var answer = await sender.SendAsync(
            new OutgoingRequest { Address = new Uri($"http://many.example:{ninth.Address.Port}/"), Body = default }, default);

        Assert.Equal(SendFailure.Network, answer.Failure);
        Assert.Empty(ninth.Requests);
    }

    [Fact]
    [Trait("Row", "S05")]
    public async Task A_refusal_does_not_tell_whether_somebody_listens_there()
    {
        await using var listening = await RecordingReceiver.StartAsync();
        var gone = FreePort.Next();
        var options = new DeliveryOptions { AllowedPorts = [listening.Address.Port, gone] };
        using var sender = new HttpSender(new AddressGuard(options, ResolveAsync, TimeProvider.System), options, TimeProvider.System);

        var one = await sender.SendAsync(
            new OutgoingRequest { Address = new Uri($"https://127.0.0.1:{listening.Address.Port}/"), Body = default }, default);
        var other = await sender.SendAsync(new OutgoingRequest { Address = new Uri($"https://127.0.0.1:{gone}/"), Body = default }, default);

        Assert.Equal(one, other);
        Assert.Equal(
            await Guard().RefusalAsync($"https://127.0.0.1:{listening.Address.Port}/", default),
            await Guard().RefusalAsync($"https://10.9.8.7:{gone}/", default));
    }

    [Theory]
    [InlineData("mixed.example")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("localhost")]
    [Trait("Row", "SEC-01, SEC-03, S01")]
    public async Task The_connection_is_refused_when_any_address_is_private(string host)
    {
        await using var inner = await RecordingReceiver.StartAsync();
        var options = new DeliveryOptions { AllowedPorts = [inner.Address.Port] };
        using var sender = new HttpSender(new AddressGuard(options, ResolveAsync, TimeProvider.System), options, TimeProvider.System);

        var answer = await sender.SendAsync(
            new OutgoingRequest { Address = new Uri($"https://{host}:{inner.Address.Port}/"), Body = Encoding.UTF8.GetBytes("{}") }, default);

        Assert.Equal(SendFailure.AddressRefused, answer.Failure);
        Assert.Empty(inner.Requests);
    }

    private static AddressGuard Guard(params string[] allowed) =>
        new(new DeliveryOptions { AllowedNetworks = allowed }, ResolveAsync, TimeProvider.System);

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => host.TrimEnd('.') switch
    {
        "public.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34")]),
        "mixed.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.0.0.1")]),
        "not-known-yet.example" => Task.FromResult<IPAddress[]>([]),
        _ => Dns.GetHostAddressesAsync(host, cancellation),
    };
}
