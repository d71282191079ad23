"""A web shop of seven services, instrumented as its authors would have done it, on a clock that somebody else moves.

Nothing here knows about recording: each service holds a tracer, a logger and a meter of the OpenTelemetry SDK, calls
the next service with propagated headers, and now and then something goes wrong. `clock.work(ms)` is the only way that
time passes."""
import logging

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.context import Context
from opentelemetry.metrics import Observation
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags, TraceState
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

PROPAGATOR = TraceContextTextMapPropagator()
PRODUCTS = [("P-100", "Kettle, 1.7 l", 34.95), ("P-200", "Ice axe “Firn”", 119.0), ("P-300", "雪靴", 189.5),
            ("P-400", "Crampons", 84.25), ("P-500", "Thermos ☕", 29.0), ("P-600", "Rope 60 m", 164.99)]
WORDS = ["boots", "ice axe", "rope", "штормовка", "thermos", "crampons", "\"quoted\" phrase", "tent\\pole"]


class PaymentDeclined(Exception):
    """The card's issuer said no."""


class StockConflict(Exception):
    """Two orders reserved the same last piece."""


class UpstreamTimeout(Exception):
    """A backend gave no answer in time."""


class Service:
    """What every service has: its three instruments, and one counter and histogram of its requests."""

    def __init__(self, name, telemetry, clock, rng):
        self.name, self.clock, self.rng = name, clock, rng
        self.tracer = telemetry.tracer(f"shop.{name}", "2.1.0")
        self.logger = telemetry.logger(f"shop.{name}")
        self.meter = telemetry.meter(f"shop.{name}", "2.1.0")
        self.requests = self.meter.create_counter("http.server.requests", "{request}", "requests answered")
        self.latency = self.meter.create_histogram("http.server.request.duration", "ms", "time to answer")

    def log(self, severity, text, body, **attributes):
        self.logger.emit(LogRecord(
            timestamp=self.clock.now(), observed_timestamp=self.clock.now() + 1_500_000, severity_number=severity,
            severity_text=text, body=body, attributes=attributes))

    def serve(self, route, headers, handle):
        """Runs `handle(span)` as the server side of one request and counts it; returns its status code."""
        start = self.clock.now()
        with self.tracer.start_as_current_span(
                route, context=PROPAGATOR.extract(headers, Context()), kind=SpanKind.SERVER,
                attributes={"http.request.method": route.split()[0], "http.route": route.split()[-1],
                            "network.protocol.version": "1.1", "server.port": 8080}) as span:
            status = handle(span)
            span.set_attribute("http.response.status_code", status)
            if status >= 500:
                span.set_status(Status(StatusCode.ERROR, f"HTTP {status}"))
            attributes = {"http.route": route.split()[-1], "http.response.status_code": status}
            self.requests.add(1, attributes)
            self.latency.record((self.clock.now() - start) / 1e6, attributes)
        return status

    def call(self, peer, method, *arguments):
        """Calls another service's method with the headers of a client span around it."""
        with self.tracer.start_as_current_span(
                f"{peer.name}/{method}", kind=SpanKind.CLIENT,
                attributes={"rpc.system": "http", "peer.service": peer.name, "rpc.method": method}) as span:
            headers = {}
            PROPAGATOR.inject(headers)
            self.clock.work(self.rng.uniform(0.2, 1.5))
            status = getattr(peer, method)(headers, *arguments)
            self.clock.work(self.rng.uniform(0.2, 1.5))
            if status >= 500:
                span.set_status(Status(StatusCode.ERROR, f"{peer.name} answered {status}"))
            return status

    def query(self, statement, table, slowest=12.0):
        with self.tracer.start_as_current_span(
                f"SELECT {table}", kind=SpanKind.CLIENT,
                attributes={"db.system": "postgresql", "db.statement": statement, "db.sql.table": table}) as span:
            self.clock.work(self.rng.uniform(0.4, slowest))
            span.set_attribute("db.response.rows", self.rng.randrange(0, 40))


class Search(Service):
    def __init__(self, *arguments):
        super().__init__("search", *arguments)
        self.cache_hits = self.meter.create_counter("search.cache.hits", "{hit}")
        self.meter.create_observable_gauge("search.index.age", [self.index_age], "s", "age of the index in memory")
        self.meter.create_observable_gauge("process.memory.usage", [lambda _: [Observation(
            83_886_080 + self.rng.randrange(0, 4096) * 1024)]], "By")

    def index_age(self, _):
        return [Observation(round(self.rng.uniform(1, 300), 3), {"shard": shard}) for shard in range(3)]

    def find(self, headers, words):
        def handle(span):
            span.set_attribute("search.words", words)
            if self.rng.random() < 0.6:
                self.cache_hits.add(1, {"cache": "local"})
                span.add_event("cache.hit", {"key": f"q:{words}", "age.s": self.rng.randrange(0, 60)})
                self.clock.work(self.rng.uniform(0.1, 0.9))
                self.log(SeverityNumber.TRACE, "TRACE", f"cache hit for {words}", cache="local")
            else:
                self.query("SELECT id FROM products WHERE words @@ $1", "products", 45.0)
                span.set_attribute("search.scores", [round(self.rng.random(), 4) for _ in range(4)])
                self.log(SeverityNumber.DEBUG, "DEBUG", {"event": "search", "words": words, "filters": {
                    "price": {"min": 10, "max": 200.5}, "tags": ["winter", "ice"], "in_stock": True}})
            return 200
        return self.serve("GET /search", headers, handle)


class Inventory(Service):
    def __init__(self, *arguments):
        super().__init__("inventory", *arguments)
        self.stock = {product: 400 for product, _, _ in PRODUCTS}
        self.reserved = self.meter.create_up_down_counter("inventory.reserved", "{piece}", "pieces held by carts")
        self.meter.create_observable_up_down_counter("inventory.stock", [self.levels], "{piece}")
        self.temperature = self.meter.create_gauge("warehouse.temperature", "Cel", "air in the warehouse")

    def levels(self, _):
        return [Observation(pieces, {"product": product}) for product, pieces in sorted(self.stock.items())]

    def reserve(self, headers, product, pieces):
        def handle(span):
            span.set_attributes({"product.id": product, "pieces": pieces})
            self.query("SELECT pieces FROM stock WHERE id = $1 FOR UPDATE", "stock")
            if self.rng.random() < 0.03:
                try:
                    raise StockConflict(f"{product}: the last piece is gone")
                except StockConflict as error:
                    span.record_exception(error, {"retry": False})
                    self.log(SeverityNumber.WARN, "WARN", f"reservation of {product} lost a race", product=product)
                return 409
            self.stock[product] -= pieces
            self.reserved.add(pieces, {"product": product})
            self.temperature.set(round(self.rng.uniform(4.0, 9.0), 2), {"hall": "north"})
            self.log(SeverityNumber.INFO, "INFO", f"reserved {pieces} of {product}", product=product, pieces=pieces)
            return 200
        return self.serve("POST /reservations", headers, handle)

    def release(self, product, pieces):
        self.reserved.add(-pieces, {"product": product})


class Payments(Service):
    def __init__(self, *arguments):
        super().__init__("payments", *arguments)
        self.volume = self.meter.create_counter("payments.volume", "EUR", "money moved")
        self.declined = self.meter.create_counter("payments.declined", "{payment}")

    def charge(self, headers, amount):
        def handle(span):
            token = bytes(self.rng.randrange(256) for _ in range(16))
            span.set_attributes({"payment.amount": amount, "payment.currency": "EUR", "payment.token": token,
                                 "payment.card": {"brand": self.rng.choice(["visa", "amex"]), "expires": [12, 2029]}})
            self.clock.work(self.rng.uniform(15, 90))
            try:
                self.ask_issuer(amount)
            except PaymentDeclined as error:
                self.declined.add(1, {"reason": str(error)})
                span.record_exception(error)
                span.set_status(Status(StatusCode.ERROR, str(error)))
                self.log(SeverityNumber.WARN, "WARN", f"payment declined: {error}", amount=amount)
                return 402
            except UpstreamTimeout as error:
                span.record_exception(error, {"exception.escaped": False})
                self.logger.emit(LogRecord(
                    timestamp=self.clock.now(), severity_number=SeverityNumber.ERROR, severity_text="ERROR",
                    body="card issuer gave no answer", attributes={"amount": amount, "token": token}, exception=error))
                return 504
            self.volume.add(amount, {"method": "card"})
            self.log(SeverityNumber.INFO, "INFO", "payment accepted", amount=amount, token=token)
            return 200
        return self.serve("POST /charges", headers, handle)

    def ask_issuer(self, amount):
        with self.tracer.start_as_current_span("issuer.authorize", kind=SpanKind.CLIENT) as span:
            failure = self.answer_of_issuer(span)
            if failure:
                span.record_exception(failure, {"exception.escaped": True})
                span.set_status(Status(StatusCode.ERROR, type(failure).__name__))
            else:
                span.set_attribute("issuer.fee", round(amount * 0.013, 4))
        if failure:
            raise failure

    def answer_of_issuer(self, span):
        span.add_event("request.sent", {"bytes": 512})
        dice = self.rng.random()
        if dice < 0.02:
            self.clock.work(5000)
            return UpstreamTimeout("issuer: no answer within 5 s")
        self.clock.work(self.rng.uniform(40, 260))
        span.add_event("answer.received", {"bytes": self.rng.randrange(200, 900), "tls": True})
        if dice < 0.09:
            return PaymentDeclined(self.rng.choice(["insufficient funds", "card expired", "limit reached"]))
        return None


class Shipping(Service):
    """Takes paid orders from a queue in batches; each batch links to the checkouts it came from."""

    def __init__(self, *arguments):
        super().__init__("shipping", *arguments)
        self.queue = []
        self.parcels = self.meter.create_counter("shipping.parcels", "{parcel}")
        self.weight = self.meter.create_histogram("shipping.parcel.weight", "kg")
        self.meter.create_observable_gauge("shipping.queue.length", [lambda _: [Observation(len(self.queue))]])
        self.meter.create_observable_counter("process.cpu.time", [self.cpu_time], "s")
        self.cpu = 0.0

    def cpu_time(self, _):
        self.cpu += self.rng.uniform(0.05, 0.4)
        return [Observation(round(self.cpu, 6), {"state": "user"}), Observation(round(self.cpu / 7, 6), {"state": "system"})]

    def accept(self, context, order):
        self.queue.append((context, order))

    def dispatch(self, inventory):
        batch, self.queue = self.queue[:8], self.queue[8:]
        if not batch:
            return
        links = [Link(context, {"order": order["id"], "messaging.operation": "process"}) for context, order in batch]
        with self.tracer.start_as_current_span(
                "orders process", context=Context(), kind=SpanKind.CONSUMER, links=links,
                attributes={"messaging.system": "kafka", "messaging.batch.message_count": len(batch)}):
            for _, order in batch:
                with self.tracer.start_as_current_span("pack", attributes={"order": order["id"]}):
                    self.clock.work(self.rng.uniform(5, 30))
                    self.parcels.add(1, {"carrier": self.rng.choice(["north", "south"])})
                    self.weight.record(round(self.rng.uniform(0.2, 12), 3))
                    inventory.release(order["product"], order["pieces"])
                self.log(SeverityNumber.INFO2, "INFO", "", order=order["id"])


class Checkout(Service):
    def __init__(self, inventory, payments, shipping, *arguments):
        super().__init__("checkout", *arguments)
        self.inventory, self.payments, self.shipping = inventory, payments, shipping
        self.orders = self.meter.create_counter("orders", "{order}", "orders by outcome")
        self.basket = self.meter.create_histogram("basket.value", "EUR")
        self.serial = 7000

    def place(self, headers, product, pieces):
        def handle(span):
            self.serial += 1
            amount = round(product[2] * pieces, 2)
            order = {"id": f"O-{self.serial}", "product": product[0], "pieces": pieces}
            span.set_attributes({"order.id": order["id"], "order.items": [product[1]] * min(pieces, 3),
                                 "order.amount": amount, "order.gift": self.rng.random() < 0.1})
            self.basket.record(amount)
            if self.call(self.inventory, "reserve", product[0], pieces) != 200:
                return self.end(order, "out of stock", 409)
            status = self.call(self.payments, "charge", amount)
            if status != 200:
                self.inventory.release(product[0], pieces)
                self.log(SeverityNumber.ERROR, "ERROR", f"order {order['id']} failed: payment answered {status}",
                         order=order["id"], status=status)
                return self.end(order, "payment", 502 if status >= 500 else 402)
            with self.tracer.start_as_current_span("orders publish", kind=SpanKind.PRODUCER,
                                                   attributes={"messaging.system": "kafka"}) as producer:
                self.clock.work(self.rng.uniform(0.5, 3))
                self.shipping.accept(producer.get_span_context(), order)
            return self.end(order, "placed", 201)
        return self.serve("POST /orders", headers, handle)

    def end(self, order, outcome, status):
        self.orders.add(1, {"outcome": outcome})
        self.log(SeverityNumber.INFO, "INFO", {"order": order, "outcome": outcome, "history": [1, 2.5, None, "x"]})
        return status


class Recommendation(Service):
    """An older service: logs through Python's logging, limits its spans, and has no version in its scope."""

    def __init__(self, handler, *arguments):
        super().__init__("recommendation", *arguments)
        self.classic = logging.getLogger("shop.recommendation.classic")
        self.classic.handlers, self.classic.propagate = [handler], False
        self.classic.setLevel(logging.DEBUG)
        self.model_score = self.meter.create_gauge("model.score")

    def suggest(self, headers, product):
        def handle(span):
            for number in range(self.rng.randrange(2, 14)):
                span.set_attribute(f"candidate.{number}", f"P-{self.rng.randrange(100, 700)}")
                span.add_event(f"scored {number}", {"score": round(self.rng.random(), 5)})
            self.clock.work(self.rng.uniform(2, 25))
            self.model_score.set(round(self.rng.gauss(0, 1), 6), {"model": "mountain-3", "product": product})
            if self.rng.random() < 0.04:
                try:
                    return [][len(product)]
                except IndexError:
                    self.classic.exception("no candidate for %s", product)
                    return 500
            self.classic.info("suggested for %s", product, extra={"product": product})
            return 200
        return self.serve("GET /suggestions", headers, handle)


class Frontend(Service):
    def __init__(self, search, checkout, recommendation, *arguments):
        super().__init__("frontend", *arguments)
        self.search, self.checkout, self.recommendation = search, checkout, recommendation
        self.sessions = self.meter.create_up_down_counter("sessions.active", "{session}")

    def visit(self):
        """One visitor: sometimes with a trace begun in the browser, with its vendor's trace state."""
        headers = {}
        if self.rng.random() < 0.2:
            state = TraceState([("shop", f"v{self.rng.randrange(1, 9)}"), ("vendor", "00f067aa0ba902b7")])
            browser = SpanContext(self.rng.getrandbits(128), self.rng.getrandbits(64), True,
                                  TraceFlags(TraceFlags.SAMPLED), state)
            PROPAGATOR.inject(headers, trace.set_span_in_context(trace.NonRecordingSpan(browser), Context()))
        self.sessions.add(1)
        status = self.serve("GET /", headers, self.page)
        self.sessions.add(-1)
        return status

    def page(self, span):
        product = self.rng.choice(PRODUCTS)
        span.set_attributes({"user.id": f"u{self.rng.randrange(1, 400)}", "user_agent.original": "Mozilla/5.0 (firn)"})
        with self.tracer.start_as_current_span("render"):
            self.clock.work(self.rng.uniform(1, 8))
        self.call(self.search, "find", self.rng.choice(WORDS))
        if self.rng.random() < 0.5:
            self.call(self.recommendation, "suggest", product[0])
        status = 200
        if self.rng.random() < 0.45:
            status = self.call(self.checkout, "place", product, self.rng.randrange(1, 4))
        if status >= 500:
            self.log(SeverityNumber.ERROR, "ERROR", "page failed", status=status, product=product[1])
        elif status != 200:
            self.log(SeverityNumber.INFO, "INFO", f"page answered {status}", status=status)
        return status

    def heartbeat(self, number):
        """Logs outside any trace: a fatal one, bytes as a body, a long one, one that only the observer dated."""
        self.log(SeverityNumber.INFO, "INFO", f"heartbeat {number}", uptime=number * 15)
        if number % 6 == 2:
            self.log(SeverityNumber.FATAL, "FATAL", "worker lost, restarting", worker=number, signal="SIGKILL")
        if number % 6 == 3:
            self.log(SeverityNumber.DEBUG2, "", bytes(range(0, 250, 7)), kind="binary body")
        if number % 6 == 4:
            self.log(SeverityNumber.WARN3, "WARNING", "long line: " + "abcdefghij é " * 700, truncated=False)
        if number % 6 == 5:
            self.logger.emit(LogRecord(observed_timestamp=self.clock.now(), severity_number=SeverityNumber.UNSPECIFIED,
                                       body=["only", "observed", 3], event_name="shop.observed"))
